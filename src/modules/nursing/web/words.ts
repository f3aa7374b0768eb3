import { language } from '#web/kit/index.ts'

/** A text of the data in the language of the screen. */
export const words = (text: { readonly vi: string; readonly en: string }): string => text[language()]

import { setTexts } from './translate.ts'

const languages = {
  vi: () => import('virtual:messages/vi'),
  en: () => import('virtual:messages/en'),
}

/** Fetches all texts of a language, one file, and shows them from now on. */
export async function loadLanguage(language: 'vi' | 'en'): Promise<void> {
  await setTexts(language, (await languages[language]()).default)
}

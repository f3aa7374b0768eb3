import i18next from 'i18next'

export type Values = Readonly<Record<string, string | number | undefined>>

/** A text of the interface by its key; `count` chooses the plural where a language has one. */
export function t(key: string, values?: Values): string {
  return i18next.t(key, { ...values })
}

export function hasText(key: string): boolean {
  return i18next.exists(key)
}

export function language(): 'vi' | 'en' {
  return i18next.language === 'en' ? 'en' : 'vi'
}

async function begin(lng: 'vi' | 'en'): Promise<void> {
  await i18next.init({
    lng,
    keySeparator: false,
    nsSeparator: false,
    interpolation: { escapeValue: false },
    resources: {},
    // A screen that shows a key did not bring its text: the journeys repeat this line.
    parseMissingKeyHandler: (key) => {
      // biome-ignore lint/suspicious/noConsole: nowhere else would anyone see it
      console.error(`no text for ${key}`)
      return key
    },
  })
}

/** Adds texts of a language. Keys are flat: a point in a key means nothing. */
export function addTexts(lng: 'vi' | 'en', texts: Readonly<Record<string, string>>): void {
  i18next.addResourceBundle(lng, 'translation', texts, true, true)
}

/** Makes `texts`, and all that were added in this language, the texts of the interface. */
export async function setTexts(lng: 'vi' | 'en', texts: Readonly<Record<string, string>>): Promise<void> {
  if (!i18next.isInitialized) await begin(lng)
  addTexts(lng, texts)
  await i18next.changeLanguage(lng)
}

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

/** Makes `texts` the texts of the interface. Keys are flat: a point in a key means nothing. */
export async function setTexts(lng: 'vi' | 'en', texts: Readonly<Record<string, string>>): Promise<void> {
  if (!i18next.isInitialized)
    await i18next.init({
      lng,
      keySeparator: false,
      nsSeparator: false,
      interpolation: { escapeValue: false },
      resources: { [lng]: { translation: texts } },
    })
  i18next.addResourceBundle(lng, 'translation', texts, true, true)
  await i18next.changeLanguage(lng)
}

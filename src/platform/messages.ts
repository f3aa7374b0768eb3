import { readdirSync, readFileSync } from 'node:fs'

const folder = new URL('../../data/messages/', import.meta.url)

/** All texts of a language, by key. Files are `<area>.<language>.json`. */
export function readMessages(language: 'vi' | 'en'): Readonly<Record<string, string>> {
  const files = readdirSync(folder).filter((name) => name.endsWith(`.${language}.json`))
  return Object.assign(
    {},
    ...files.map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as object),
  )
}

type Details = Readonly<Record<string, string | number>>

/** A text with its {{names}} filled from the details. */
export function fillText(text: string, details: Details): string {
  return text.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => String(details[name] ?? ''))
}

/** Texts of errors by code, from the keys `error.<code>`; a permission and a reason stand in them in words. */
export function errorTexts() {
  const texts = { vi: readMessages('vi'), en: readMessages('en') }
  return (code: string, language: 'vi' | 'en', details: Details): string | undefined => {
    const text = texts[language][`error.${code}`]
    const permission = texts[language][`permission.${details['permission']}`]
    const reason = texts[language][`error.${details['why']}`]
    if (text === undefined) return undefined
    return fillText(text, {
      ...details,
      ...(permission ? { permission } : {}),
      because: reason ? fillText(reason, details) : (details['reason'] ?? ''),
    })
  }
}

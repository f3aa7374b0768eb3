import { areas, start } from 'virtual:texts'
import { addTexts, setTexts, language as shownLanguage } from './translate.ts'

type Language = 'vi' | 'en'

/** The areas that the screens opened so far have brought: another language needs them too. */
const brought = new Set<string>()
const fetched = new Map<string, Promise<void>>()
let wanted: Language = 'vi'

function fetchArea(language: Language, area: string): Promise<void> {
  const name = `${language}-${area}`
  const known = fetched.get(name)
  if (known) return known
  const fetching = (async () => addTexts(language, (await areas[area]?.[language]())?.default ?? {}))()
  fetched.set(name, fetching)
  // Without a network it may fail; whoever asks next tries again.
  fetching.catch(() => fetched.delete(name))
  return fetching
}

/** Fetches the texts of a language that are needed now, and shows them from now on. */
export async function loadLanguage(language: Language): Promise<void> {
  wanted = language
  const first = await start[language]()
  await Promise.all([...brought].map((area) => fetchArea(language, area)))
  await setTexts(language, first.default)
}

/** A part of the application with the texts it shows. The build puts this around every `import()` of one. */
export async function withTexts<T>(names: readonly string[], part: Promise<T>): Promise<T> {
  for (const name of names) brought.add(name)
  const languages = new Set([shownLanguage(), wanted])
  const texts = [...languages].flatMap((language) => names.map((name) => fetchArea(language, name)))
  const [loaded] = await Promise.all([part, ...texts])
  return loaded
}

import type { CodeSystemHead, Concept, Designation } from './concept.ts'

/** Languages a client reads, best first. */
export interface Languages {
  readonly wanted: readonly string[]
  /** As it was asked for. */
  readonly text: string
  /** Nothing is better than another language: `*;q=0`. */
  readonly strict: boolean
}

/** Reads `de, en;q=0.5, *;q=0`; undefined when it is no list of languages. */
export function readLanguages(text: string): Languages | undefined {
  const parts = text.split(',').map((part) => {
    const [tag = '', ...parameters] = part.split(';').map((one) => one.trim())
    const quality = parameters.find((one) => /^q\s*=/.test(one))
    return { tag, weight: quality === undefined ? 1 : Number(quality.split('=')[1]) }
  })
  if (parts.some(({ tag, weight }) => !/^([a-z]{2,8}(-[a-z0-9]{1,8})*|\*)$/i.test(tag) || Number.isNaN(weight)))
    return undefined
  const wanted = parts
    .filter(({ tag, weight }) => weight > 0 && tag !== '*')
    .toSorted((a, b) => b.weight - a.weight)
    .map(({ tag }) => tag)
  const told = text.includes(';') ? text.split(/\s*,\s*/).join(', ') : text
  return { wanted, text: told, strict: parts.some(({ tag, weight }) => tag === '*' && weight === 0) }
}

/** Whether a text in `language` serves a reader of `wanted`: `de` and `de-CH` serve each other. */
export function servesLanguage(language: string, wanted: string): boolean {
  const [a, b] = [language.toLowerCase(), wanted.toLowerCase()]
  return a === b || a.startsWith(`${b}-`) || b.startsWith(`${a}-`)
}

/** The use of a designation that stands for the display in another language. */
export const preferredForLanguage = {
  system: 'http://terminology.hl7.org/CodeSystem/hl7TermMaintInfra',
  code: 'preferredForLanguage',
  display: 'Preferred For Language',
} as const

export interface Display {
  readonly text: string
  readonly language: string | undefined
}

/** Everything a concept may be called, its display first. */
export function displaysOf(head: CodeSystemHead, concept: Concept): readonly Display[] {
  const own = concept.display === undefined ? [] : [{ text: concept.display, language: head.language }]
  const others = concept.designations
    .filter((one) => one.language !== undefined)
    .map((one) => ({ text: one.value, language: one.language }))
  return [...own, ...others]
}

/** The designation to show to a reader, when the display is in another language. */
export function designationFor(
  head: CodeSystemHead,
  concept: Concept,
  languages: Languages | undefined,
): Designation | undefined {
  for (const wanted of languages?.wanted ?? []) {
    if (concept.display !== undefined && head.language === undefined) return undefined
    if (concept.display !== undefined && head.language && servesLanguage(head.language, wanted)) return undefined
    const exact = concept.designations.find((one) => one.language?.toLowerCase() === wanted.toLowerCase())
    const near = concept.designations.find((one) => one.language && servesLanguage(one.language, wanted))
    if (exact ?? near) return exact ?? near
  }
  return undefined
}

/** The name to show to a reader. */
export function displayFor(
  head: CodeSystemHead,
  concept: Concept,
  languages: Languages | undefined,
): string | undefined {
  const translated = designationFor(head, concept, languages)
  if (translated || isForeign(head, languages)) return translated?.value
  return concept.display
}

/** The reader wants no other language than the named ones, and the displays of the system are in another. */
export function isForeign(head: CodeSystemHead, languages: Languages | undefined): boolean {
  const { language } = head
  if (!languages?.strict || language === undefined) return false
  return !languages.wanted.some((wanted) => servesLanguage(language, wanted))
}

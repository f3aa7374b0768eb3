import type { Concept } from '#fhir/terminology/concept.ts'
import { failures } from '#fhir/terminology/issues.ts'
import type { CodeProvider } from '#fhir/terminology/provider.ts'
import type { TerminologySource } from '#fhir/terminology/source.ts'
import { isUnit, ucumSystem, unitName } from '#fhir/ucum/index.ts'

/** Name of a code, or undefined when it is not well made. */
type NameOf = (code: string) => string | undefined

const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' })
const countryNames = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
const currencyNames = new Intl.DisplayNames('en', { type: 'currency', fallback: 'none' })

function languageName(code: string): string | undefined {
  try {
    const [tag = ''] = Intl.getCanonicalLocales(code)
    return languageNames.of(tag)
  } catch {
    return undefined
  }
}

/** Code systems that are rules, not lists: units, languages, media types, and the short ISO lists. */
const grammars: Readonly<Record<string, readonly [name: string, NameOf]>> = {
  [ucumSystem]: ['UCUM', (code) => (isUnit(code) ? unitName(code) : undefined)],
  'urn:ietf:bcp:47': ['BCP 47', languageName],
  'urn:ietf:bcp:13': ['BCP 13', (code) => (/^[\w.+-]+\/[\w.+-]+(\s*;.*)?$/.test(code) ? code : undefined)],
  'urn:iso:std:iso:3166': ['ISO 3166', (code) => (/^[A-Z]{2}$/.test(code) ? countryNames.of(code) : undefined)],
  'urn:iso:std:iso:4217': ['ISO 4217', (code) => (/^[A-Z]{3}$/.test(code) ? currencyNames.of(code) : undefined)],
}

function conceptOf(code: string, display: string): Concept {
  return {
    code,
    display,
    designations: [],
    properties: [],
    extensions: [],
    parents: [],
    children: [],
    abstract: false,
    inactive: false,
  }
}

function grammarProvider(url: string, name: string, nameOf: NameOf): CodeProvider {
  const find = (code: string) => {
    const display = nameOf(code)
    return display === undefined ? undefined : conceptOf(code, display)
  }
  return {
    head: { url, name, content: 'complete', caseSensitive: true, properties: [] },
    paged: false,
    find: async (code) => find(code),
    async findAll(codes) {
      return new Map(
        codes.flatMap((code) => {
          const concept = find(code)
          return concept ? [[code, concept] as const] : []
        }),
      )
    },
    select: () => Promise.reject(failures.tooCostly(url, 0)),
    fits: async (_, filters) => filters.length === 0,
    ancestors: async () => new Set(),
  }
}

const providers = new Map(
  Object.entries(grammars).map(([url, [name, nameOf]]) => [url, grammarProvider(url, name, nameOf)]),
)

export function grammarSystems(): readonly string[] {
  return Object.keys(grammars)
}

export function grammarSource(): TerminologySource {
  const none = async () => []
  return {
    async codeSystems(url) {
      const provider = providers.get(url)
      return provider ? [provider] : []
    },
    supplement: async () => undefined,
    valueSets: none,
    conceptMaps: none,
  }
}

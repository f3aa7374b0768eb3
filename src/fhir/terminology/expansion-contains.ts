import type { Coding, Extension, ValueSetExpansion, ValueSetExpansionContains } from '@medplum/fhirtypes'
import { type Entry, keyOf } from './compose.ts'
import { type ConceptProperty, type Designation, propertyCode, propertyUri } from './concept.ts'
import { designationFor, isForeign, type Languages, preferredForLanguage } from './languages.ts'
import type { Inputs } from './parameters.ts'

/** How codes are shown. */
export interface Showing {
  readonly languages: Languages | undefined
  readonly withDesignations: boolean
  /** `system|code` of uses, `urn:ietf:bcp:47|vi` for languages; empty for all. */
  readonly designations: readonly string[]
  readonly properties: readonly string[]
  /** Systems whose version is told with each code. */
  readonly versions: ReadonlySet<string>
  readonly nested: boolean
}

/** Properties of concepts belong to R5; in R4 they are told by the cross-version extensions. */
const declared = 'http://hl7.org/fhir/5.0/StructureDefinition/extension-ValueSet.expansion.property'
const told = 'http://hl7.org/fhir/5.0/StructureDefinition/extension-ValueSet.expansion.contains.property'

export function wantedProperties(inputs: Inputs): readonly string[] {
  return inputs.texts('property')
}

/** The list of codes, nested where the code system is and this is wanted. */
export function containsOf(
  entries: readonly Entry[],
  showing: Showing,
): Pick<ValueSetExpansion, 'contains' | 'extension'> {
  const properties = new Map<string, string>()
  const made = entries.map((entry) => ({ entry, shown: shownEntry(entry, showing, properties) }))
  const roots = showing.nested ? nest(made) : made.map((one) => one.shown)
  const extension = [...properties].map(([code, uri]) => ({
    url: declared,
    extension: [
      { url: 'code', valueCode: code },
      { url: 'uri', valueUri: uri },
    ],
  }))
  return {
    ...(extension.length === 0 ? {} : { extension }),
    ...(roots.length === 0 ? {} : { contains: roots }),
  }
}

interface Made {
  readonly entry: Entry
  readonly shown: ValueSetExpansionContains
}

function nest(made: readonly Made[]): ValueSetExpansionContains[] {
  const known = new Map(made.map((one) => [keyOf(one.entry.system, one.entry.concept.code), one]))
  const roots: ValueSetExpansionContains[] = []
  for (const one of made) {
    const parent = one.entry.nests ? parentOf(one, known) : undefined
    if (!parent) roots.push(one.shown)
    else {
      parent.shown.contains ??= []
      parent.shown.contains.push(one.shown)
    }
  }
  return roots
}

/** The nearest parent in the list; none when the way up is a circle. */
function parentOf(one: Made, known: ReadonlyMap<string, Made>): Made | undefined {
  const up = (of: Made) =>
    of.entry.concept.parents
      .map((code) => known.get(keyOf(of.entry.system, code)))
      .find((found) => found?.entry.nests)
  const parent = up(one)
  const seen = new Set<Made>([one])
  for (let next = parent; next; next = up(next)) {
    if (seen.has(next)) return undefined
    seen.add(next)
  }
  return parent
}

function shownEntry(entry: Entry, showing: Showing, properties: Map<string, string>): ValueSetExpansionContains {
  const { concept, system, version } = entry
  const head = entry.provider?.head
  const translated = head && designationFor(head, withOwn(entry), showing.languages)
  const foreign = head !== undefined && isForeign(head, showing.languages)
  const display = translated?.value ?? (foreign ? undefined : (entry.display ?? concept.display))
  const extension = [...styleOf(concept.extensions), ...propertiesOf(entry, showing, properties)]
  const designation = showing.withDesignations ? designationsOf(entry, showing, translated, foreign) : []
  return {
    ...(extension.length === 0 ? {} : { extension }),
    system,
    ...(concept.abstract ? { abstract: true } : {}),
    ...(concept.inactive ? { inactive: true } : {}),
    ...(version !== undefined && showing.versions.has(system) ? { version } : {}),
    code: concept.code,
    ...(display === undefined ? {} : { display }),
    ...(designation.length === 0 ? {} : { designation }),
  }
}

const withOwn = ({ concept, designations }: Entry) =>
  designations.length === 0 ? concept : { ...concept, designations: [...designations, ...concept.designations] }

function styleOf(extensions: readonly Extension[]): readonly Extension[] {
  return extensions.filter((one) => /\/rendering-(style|xhtml)$/.test(one.url))
}

/** Designations, without the one that is shown as the name; the name of the system instead of it. */
function designationsOf(
  entry: Entry,
  showing: Showing,
  translated: Designation | undefined,
  foreign: boolean,
): Designation[] {
  const { concept, provider } = entry
  const own: Designation[] =
    (translated || foreign) && concept.display !== undefined
      ? [
          {
            ...(provider?.head.language === undefined ? {} : { language: provider.head.language }),
            use: { ...preferredForLanguage },
            value: concept.display,
          },
        ]
      : []
  const others = [...entry.designations, ...concept.designations].filter((one) => one !== translated)
  return [...own, ...others]
    .filter((one) => isWanted(one, showing.designations))
    .map(({ source: _source, ...rest }) => rest)
}

function isWanted(designation: Designation, wanted: readonly string[]): boolean {
  if (wanted.length === 0) return true
  return wanted.some((token) => {
    const [system, code] = token.split('|')
    if (system === 'urn:ietf:bcp:47') return designation.language === code
    const use: Coding | undefined = designation.use
    return use?.code === (code ?? system) && (code === undefined || use?.system === system)
  })
}

function propertiesOf(entry: Entry, { properties }: Showing, seen: Map<string, string>): Extension[] {
  const { concept, provider } = entry
  const defined = provider?.head.properties ?? []
  const wanted = new Set([propertyCode(defined, 'status'), ...properties])
  const found: ConceptProperty[] = concept.properties.filter((one) => wanted.has(one.code))
  if (wanted.has('definition') && concept.definition !== undefined)
    found.push({ code: 'definition', valueString: concept.definition })
  return found.map(({ code, ...value }) => {
    seen.set(code, propertyUri(defined, code))
    const [key = 'valueString', of] = Object.entries(value).find(([name]) => name.startsWith('value')) ?? []
    return {
      url: told,
      extension: [
        { url: 'code', valueCode: code },
        { url: 'value', [key]: of },
      ],
    } as Extension
  })
}

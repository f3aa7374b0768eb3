import { least } from './date-range.ts'
import { paramNumber } from './hash.ts'
import type { Hasher, IndexRules } from './index-resource.ts'
import {
  codedForms,
  dateSpan,
  foldForSearch,
  numberSpan,
  referenceForms,
  stringParts,
  tokenForms,
  tokenTexts,
  typedForms,
  unitForms,
} from './index-values.ts'
import type { Parameter } from './parameter.ts'
import type { IndexedText, Sink } from './search-index.ts'
import type { Visit } from './visit.ts'

type Leaf = (rules: IndexRules, parameter: Parameter, type: string, hasher: Hasher) => Visit<Sink> | undefined

const leaves: Readonly<Record<Parameter['kind'], Leaf>> = {
  token: tokenLeaf,
  reference: referenceLeaf,
  uri: uriLeaf,
  string: stringLeaf,
  date: dateLeaf,
  number: numberLeaf,
  quantity: numberLeaf,
  special: nearLeaf,
  composite: () => undefined,
}

/** What is done with a value of a FHIR type that a parameter found. */
export function leafOf(
  rules: IndexRules,
  parameter: Parameter,
  type: string,
  hasher: Hasher,
): Visit<Sink> | undefined {
  return leaves[parameter.kind](rules, parameter, type, hasher)
}

/** A function whose answers for short texts are kept; codes repeat, ids do not. */
function kept<V>(make: (text: string) => V): (text: string) => V {
  const most = 5000
  const cache = new Map<string, V>()
  return (text) => {
    const known = cache.get(text)
    if (known !== undefined) return known
    const made = make(text)
    if (cache.size < most && text.length < 120) cache.set(text, made)
    return made
  }
}

/** Adds the hash of a text and, once per text, the text itself to the dictionary. */
function texts(code: string, hasher: Hasher): (text: string, sink: Sink) => void {
  const param = paramNumber(code)
  const hash = hasher(`${code}=`)
  const entry = kept((text): IndexedText => {
    const value = foldForSearch(text)
    return { param, value, token: hash(value) }
  })
  return (text, sink) => {
    const made = entry(text)
    if (made.value === '') return
    sink.toks.add(made.token)
    sink.texts.push(made)
  }
}

function tokenLeaf({ promoted }: IndexRules, parameter: Parameter, type: string, hasher: Hasher): Visit<Sink> {
  const { code } = parameter
  const addText = texts(`${code}:text`, hasher)
  const add = tokenAdder(code, code === promoted.code, hasher)
  const hash = hasher(`${code}=`)
  const typed = hasher(`${code}:of-type=`)
  const plain = kept((text) => tokenForms({ type, value: text }).map(hash))
  switch (type) {
    case 'CodeableConcept':
      return (value, sink) => {
        const { coding, text } = value as { coding?: unknown; text?: unknown }
        if (Array.isArray(coding)) for (const one of coding as readonly Coded[]) addCoding(one, sink, add, addText)
        if (typeof text === 'string' && text !== '') addText(text, sink)
      }
    case 'Coding':
      return (value, sink) => addCoding(value as Coded, sink, add, addText)
    case 'Identifier':
    case 'ContactPoint':
      return (value, sink) => {
        const { system, value: number } = value as Coded
        for (const form of codedForms(system, number)) sink.toks.add(hash(form))
        for (const form of typedForms({ type, value })) sink.toks.add(typed(form))
        for (const text of tokenTexts({ type, value })) addText(text, sink)
      }
    default:
      return (value, sink) => {
        if (typeof value === 'string' || typeof value === 'boolean')
          for (const tok of plain(String(value))) sink.toks.add(tok)
      }
  }
}

interface Coded {
  readonly system?: unknown
  readonly code?: unknown
  readonly value?: unknown
  readonly display?: unknown
}

type AddToken = (system: unknown, code: unknown, sink: Sink) => void

function addCoding(
  one: Coded | null,
  sink: Sink,
  add: AddToken,
  addText: (text: string, sink: Sink) => void,
): void {
  if (typeof one !== 'object' || one === null) return
  add(one.system, one.code, sink)
  if (typeof one.display === 'string' && one.display !== '') addText(one.display, sink)
}

/**
 * Adds the hashes of a coding. The first coding of the main code is the column `code`; further ones are marked, so
 * that a search by the column finds them too.
 */
function tokenAdder(code: string, main: boolean, hasher: Hasher): AddToken {
  const bySystem = new Map<unknown, (given: string) => readonly number[]>()
  const hash = hasher(`${code}=`)
  const other = hasher(`${code}~other=`)
  const hashesOf = (system: unknown) => {
    const known = bySystem.get(system)
    if (known) return known
    const made = kept((given) => codedForms(system, given).map(hash))
    if (bySystem.size < 500) bySystem.set(system, made)
    return made
  }
  const addMain = (first: number, system: unknown, given: unknown, sink: Sink) => {
    if (sink.code === undefined) sink.code = first
    else if (sink.code !== first) sink.toks.add(other(codedForms(system, given)[0] ?? ''))
  }
  return (system, given, sink) => {
    const hashes = hashesOf(system)(typeof given === 'string' ? given : '')
    for (const tok of hashes) sink.toks.add(tok)
    if (main && hashes[0] !== undefined) addMain(hashes[0], system, given, sink)
  }
}

function referenceLeaf(_: IndexRules, { code }: Parameter, type: string, hasher: Hasher): Visit<Sink> {
  const hash = hasher(`${code}=`)
  const byIdentifier = hasher(`${code}:identifier=`)
  if (type !== 'Reference') return canonicalLeaf(code, type, hasher)
  return (value, sink) => {
    for (const form of referenceForms({ type, value }, sink.relative)) sink.toks.add(hash(form))
    const { identifier, reference } = value as { identifier?: unknown; reference?: unknown }
    if (typeof reference === 'string' && reference.charCodeAt(0) === hashSign)
      sink.addLocal(code, reference.slice(1))
    if (identifier === undefined) return
    for (const form of tokenForms({ type: 'Identifier', value: identifier })) sink.toks.add(byIdentifier(form))
  }
}

const hashSign = 35

/** `url|version`, found whole, by its URL and by the beginning of its version. */
function canonicalLeaf(code: string, type: string, hasher: Hasher): Visit<Sink> {
  const hash = hasher(`${code}=`)
  const addText = texts(`${code}:below`, hasher)
  return (value, sink) => {
    for (const form of referenceForms({ type, value })) sink.toks.add(hash(form))
    if (typeof value === 'string') addText(value, sink)
  }
}

function uriLeaf(_: IndexRules, { code }: Parameter, __: string, hasher: Hasher): Visit<Sink> {
  const param = paramNumber(`${code}:below`)
  const hash = hasher(`${code}=`)
  return (value, sink) => {
    if (typeof value !== 'string') return
    const token = hash(value)
    sink.toks.add(token)
    sink.texts.push({ param, value, token })
    const bar = value.indexOf('|')
    if (bar > 0) sink.toks.add(hash(value.slice(0, bar)))
  }
}

/** Longest text of a string parameter that is kept for searching. */
const mostLetters = 32_000

function stringLeaf(_: IndexRules, { code, number }: Parameter, type: string, hasher: Hasher): Visit<Sink> {
  const exact = hasher(`${code}:exact=`)
  return (value, sink) => {
    for (const part of stringParts({ type, value })) {
      sink.toks.add(exact(part))
      const folded = foldForSearch(part).slice(0, mostLetters)
      if (folded !== '') sink.addString(number, folded)
    }
  }
}

function dateLeaf({ promoted }: IndexRules, { code, number }: Parameter, type: string): Visit<Sink> {
  if (code !== promoted.time)
    return (value, sink) => {
      const span = dateSpan({ type, value })
      if (span) sink.ordered.push({ param: number, key: 0, lo: span.lo, hi: span.hi, unit: undefined })
    }
  return (value, sink) => {
    const span = dateSpan({ type, value })
    if (!span) return
    sink.ct = sink.ct === least ? span.lo : Math.min(sink.ct, span.lo)
    sink.ctEnd = Math.max(sink.ctEnd, span.hi)
  }
}

function numberLeaf({ promoted }: IndexRules, parameter: Parameter, type: string, hasher: Hasher): Visit<Sink> {
  const { code, number } = parameter
  const units = unitAdder(code, hasher)
  const mark = { param: paramNumber(`${code}#unit`), value: spansMark, token: hasher(code)(spansMark) }
  const spans = code === promoted.value ? mark : undefined
  return (value, sink) => {
    const span = numberSpan({ type, value })
    if (!span) return
    const known = units(span.unit ?? '')
    if (known.entry) sink.texts.push(known.entry)
    if (code === promoted.value && sink.value === undefined && span.lo === span.hi) {
      sink.value = span.lo
      for (const tok of known.toks) sink.toks.add(tok)
      return
    }
    if (spans) sink.texts.push(spans)
    sink.ordered.push({ param: number, key: 0, lo: span.lo, hi: span.hi, unit: span.unit })
  }
}

/** Mark in the dictionary of units that a number with a column also has rows in the side table. */
export const spansMark = '#spans'

/** Hashes of a unit `system|code|unit`, and its entry in the dictionary by which other units of its kind find it. */
export function unitAdder(code: string, hasher: Hasher) {
  const param = paramNumber(`${code}#unit`)
  const hash = hasher(`${code}#unit=`)
  return kept((unit: string): { readonly toks: readonly number[]; readonly entry: IndexedText | undefined } => {
    const forms = unitForms(unit)
    const toks = forms.map(hash)
    const coded = forms.find((form) => form.includes('|'))
    const token = toks[0]
    return { toks, entry: coded === undefined || token === undefined ? undefined : { param, value: coded, token } }
  })
}

/** A position: latitude and longitude side by side. */
function nearLeaf(_: IndexRules, { number }: Parameter, __: string): Visit<Sink> {
  return (value, sink) => {
    const { latitude, longitude } = value as { latitude?: unknown; longitude?: unknown }
    const [lo, hi] = [
      numberSpan({ type: 'decimal', value: latitude }),
      numberSpan({ type: 'decimal', value: longitude }),
    ]
    if (lo && hi) sink.ordered.push({ param: number, key: 0, lo: lo.lo, hi: hi.lo, unit: undefined })
  }
}

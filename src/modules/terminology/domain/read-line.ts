import type { Entry } from '#fhir/terminology/entry.ts'
import { isDay } from '#kernel/civil-date.ts'
import type { Line, ListKind } from './list-kinds.ts'

/** Why a line is refused. */
export type Problem = 'columns' | 'code' | 'name' | 'date' | 'duplicate' | 'quote' | 'json'

export interface Refusal {
  /** Line of the file, the header being line 1. */
  readonly line: number
  readonly problem: Problem
  /** What was found. */
  readonly found: string
}

/** Cells of one line; undefined when a quote is not closed. CSV follows RFC 4180 within one line. */
export function splitLine(line: string, separator: '\t' | ','): string[] | undefined {
  if (separator === '\t' && !line.includes('"')) return line.split('\t').map(tidy)
  if (separator === '\t') return line.split('\t').map((cell) => tidy(unquote(tidy(cell))))
  const cells: string[] = []
  let cell = ''
  let quoted = false
  for (let i = 0; i < line.length; i++) {
    const char = line[i]
    if (quoted && char === '"' && line[i + 1] === '"') cell += line[++i]
    else if (char === '"') quoted = !quoted
    else if (char === ',' && !quoted) {
      cells.push(tidy(cell))
      cell = ''
    } else cell += char
  }
  if (quoted) return undefined
  cells.push(tidy(cell))
  return cells
}

function unquote(cell: string): string {
  return /^".*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell
}

/** Blanks that are not single spaces between words. */
const untidy = /[\t-\r\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]| {2}|^ | $/

export function tidy(cell: string): string {
  const composed = cell.normalize('NFC')
  return untidy.test(composed) ? composed.replace(/\s+/g, ' ').trim() : composed
}

/** Cells by column name; undefined when there are more cells than columns, or too few for the kind. */
export function toLine(header: readonly string[], cells: readonly string[]): Line | undefined {
  if (cells.length > header.length) return undefined
  return Object.fromEntries(header.map((column, i) => [column, cells[i] ?? '']))
}

const takenByKind = new WeakMap<ListKind, ReadonlySet<string>>()

/** Columns that do not become details. */
function takenBy(kind: ListKind): ReadonlySet<string> {
  const known = takenByKind.get(kind)
  if (known) return known
  const { name, nameEn = name, synonyms = name, definition = name, code } = kind
  const own = code.length === 1 ? code : []
  const made = new Set([name, nameEn, synonyms, definition, 'validFrom', 'validTo', ...own])
  takenByKind.set(kind, made)
  return made
}

function detailsOf(kind: ListKind, line: Line): Record<string, string> {
  const taken = takenBy(kind)
  const details: Record<string, string> = {}
  for (const [column, value] of Object.entries(line)) {
    if (value === '' || taken.has(column)) continue
    const name = kind.rename?.[column] ?? column
    if (name !== '' && (kind.keep?.includes(column) ?? true)) details[name] = value
  }
  return details
}

/** A line as an entry, or why it is none. */
export function readEntry(kind: ListKind, given: Line): Entry | Omit<Refusal, 'line'> {
  const line = kind.mend?.(given) ?? given
  const code = kind.code.map((column) => line[column] ?? '').join('|')
  const name = line[kind.name] ?? ''
  const validFrom = line['validFrom'] || kind.validFrom
  const validTo = line['validTo'] || kind.validTo || null
  if (code.replaceAll('|', '') === '') return { problem: 'code', found: '' }
  if (name === '') return { problem: 'name', found: code }
  if (!isDay(validFrom)) return { problem: 'date', found: validFrom }
  if (validTo !== null && (!isDay(validTo) || validTo < validFrom)) return { problem: 'date', found: validTo }
  return { code, name, validFrom, validTo, ...restOf(kind, line) }
}

function restOf(kind: ListKind, line: Line): Omit<Entry, 'code' | 'name' | 'validFrom' | 'validTo'> {
  const [parent = null, ...moreParents] = parentsOf(kind, line)
  const definition = kind.definition && line[kind.definition]
  return {
    nameEn: (kind.nameEn && line[kind.nameEn]) || '',
    synonyms: splitWords(kind.synonyms ? line[kind.synonyms] : ''),
    parent,
    details: { ...detailsOf(kind, line), ...kind.derive?.(line) },
    ...(moreParents.length === 0 ? {} : { moreParents }),
    ...(kind.inactive?.(line) ? { inactive: true } : {}),
    ...(definition ? { extra: { definition } } : {}),
  }
}

function parentsOf(kind: ListKind, line: Line): readonly string[] {
  if (typeof kind.parent === 'function') return splitWords(kind.parent(line))
  return splitWords(kind.parent && line[kind.parent])
}

/** `a; b` to its parts. */
export function splitWords(text: string | undefined): readonly string[] {
  return (text ?? '')
    .split(';')
    .map((word) => word.trim())
    .filter((word) => word !== '')
}

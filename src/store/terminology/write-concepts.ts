import { hash } from 'node:crypto'
import { sql } from 'kysely'
import type { Entry } from '#fhir/terminology/entry.ts'
import { addDays, type Day } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import type { Load, Origin } from './concept-load.ts'
import { textsOf } from './word-index.ts'

export interface PlacedEntry extends Entry {
  readonly position: number
  /** What `contentHash` makes of it. */
  readonly content: string
}

interface KnownRow {
  readonly code: string
  readonly valid_from: Day
  valid_to: Day | null
  /** Hexadecimal. */
  readonly row_hash: string
  readonly origin: Origin
  readonly load: number
}

type Step =
  | { readonly kind: 'same' }
  | { readonly kind: 'add'; readonly validTo: Day | null }
  | { readonly kind: 'replace'; readonly old: KnownRow; readonly validTo: Day | null }
  | { readonly kind: 'close'; readonly old: KnownRow; readonly lastDay: Day }

/** An entry that becomes a row. */
interface Added {
  readonly entry: PlacedEntry
  readonly validTo: Day | null
}

export interface Written {
  readonly added: number
  readonly closed: number
}

/** Hash of what an entry says, hexadecimal: its code, first day and place in the list are not in it. */
export function contentHash(entry: Entry): string {
  const details = Object.entries(entry.details).sort(([a], [b]) => (a < b ? -1 : 1))
  const { moreParents, inactive, extra } = entry
  const more = moreParents || inactive || extra ? [moreParents, inactive, extra] : []
  const content = [entry.name, entry.nameEn, entry.synonyms, entry.parent, entry.validTo, details, ...more]
  return hash('sha256', JSON.stringify(content), 'hex')
}

/** What an entry does to the known rows of its code, newest first. */
function stepFor(entry: PlacedEntry, known: readonly KnownRow[], origin: Origin): Step {
  const { content } = entry
  const newest = known[0]
  if (!newest) return { kind: 'add', validTo: entry.validTo }
  // A shipped list never takes the place of one that the hospital loaded itself.
  if (origin === 'starter' && newest.origin === 'import') return { kind: 'same' }
  if (newest.row_hash === content && newest.valid_from <= entry.validFrom) return { kind: 'same' }
  if (entry.validFrom > newest.valid_from)
    return { kind: 'close', old: newest, lastDay: addDays(entry.validFrom, -1) }
  const sameDay = known.find((row) => row.valid_from === entry.validFrom)
  if (sameDay?.row_hash === content) return { kind: 'same' }
  if (sameDay) return { kind: 'replace', old: sameDay, validTo: entry.validTo ?? sameDay.valid_to }
  const next = known.filter((row) => row.valid_from > entry.validFrom).at(-1)
  return { kind: 'add', validTo: entry.validTo ?? (next ? addDays(next.valid_from, -1) : null) }
}

async function knownRows(
  ctx: Context,
  system: string,
  codes: readonly string[],
): Promise<Map<string, KnownRow[]>> {
  const { rows } = await sql<KnownRow>`
    select code, valid_from::text, valid_to::text, encode(row_hash, 'hex') as row_hash, origin, load from concept
    where facility = ${ctx.facility} and system = ${system} and code = any(${codes}) and replaced_by is null
    order by code, valid_from desc`.execute(ctx.db)
  const byCode = new Map<string, KnownRow[]>()
  for (const row of rows) byCode.set(row.code, [...(byCode.get(row.code) ?? []), row])
  return byCode
}

/** Writes a batch; a code must not come twice in it. */
export async function writeConcepts(ctx: Context, load: Load, entries: readonly PlacedEntry[]): Promise<Written> {
  const codes = load.isNew ? [] : entries.map((entry) => entry.code)
  const known = codes.length === 0 ? new Map<string, KnownRow[]>() : await knownRows(ctx, load.system, codes)
  const added: Added[] = []
  const closed: object[] = []
  const replaced: object[] = []
  for (const entry of entries) {
    const step = stepFor(entry, known.get(entry.code) ?? [], load.origin)
    if (step.kind === 'same') continue
    if (step.kind === 'close') closed.push({ ...keyOf(step.old), valid_to: step.lastDay })
    if (step.kind === 'replace') replaced.push(keyOf(step.old))
    added.push({ entry, validTo: step.kind === 'close' ? entry.validTo : step.validTo })
  }
  await closeRows(ctx, load, closed)
  await replaceRows(ctx, load, replaced)
  await addRows(ctx, load, added)
  await load.words.add(
    ctx,
    added.map(({ entry }) => ({ position: entry.position, code: entry.code, texts: textsOf(entry) })),
  )
  return { added: added.length, closed: closed.length + replaced.length }
}

const keyOf = (row: KnownRow) => ({ code: row.code, valid_from: row.valid_from, load: row.load })

async function closeRows(ctx: Context, load: Load, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update concept c set valid_to = least(c.valid_to, r.valid_to)
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(code text, valid_from date, load bigint, valid_to date)
    where c.facility = ${ctx.facility} and c.system = ${load.system}
      and c.code = r.code and c.valid_from = r.valid_from and c.load = r.load`.execute(ctx.db)
}

async function replaceRows(ctx: Context, load: Load, rows: readonly object[]): Promise<void> {
  if (rows.length === 0) return
  await sql`
    update concept c set replaced_by = ${load.id}
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(code text, valid_from date, load bigint)
    where c.facility = ${ctx.facility} and c.system = ${load.system}
      and c.code = r.code and c.valid_from = r.valid_from and c.load = r.load`.execute(ctx.db)
}

/** Between the parts of a text that becomes an array. */
const separator = '\u001f'

/** One statement with an array per column: four times as fast as a statement per row. */
async function addRows(ctx: Context, load: Load, rows: readonly Added[]): Promise<void> {
  if (rows.length === 0) return
  const column = <T>(of: (row: Added) => T) => rows.map(of)
  const texts = (of: (entry: PlacedEntry) => readonly string[]) => column(({ entry }) => of(entry).join(separator))
  await sql`
    insert into concept (facility, system, code, valid_from, load, valid_to, name, name_en, synonyms, parent, position,
                         details, origin, row_hash, more_parents, inactive, extra)
    select ${ctx.facility}, ${load.system}, code, valid_from, ${load.id}, valid_to, name, name_en,
           coalesce(string_to_array(nullif(synonyms, ''), ${separator}), '{}'), parent, position, details::jsonb,
           ${load.origin}, decode(content, 'hex'), string_to_array(nullif(more_parents, ''), ${separator}), inactive,
           extra::jsonb
    from unnest(
      ${column(({ entry }) => entry.code)}::text[], ${column(({ entry }) => entry.validFrom)}::date[],
      ${column((row) => row.validTo)}::date[], ${column(({ entry }) => entry.name)}::text[],
      ${column(({ entry }) => entry.nameEn)}::text[], ${texts((entry) => entry.synonyms)}::text[],
      ${column(({ entry }) => entry.parent)}::text[], ${column(({ entry }) => entry.position)}::integer[],
      ${column(({ entry }) => JSON.stringify(entry.details))}::text[], ${column(({ entry }) => entry.content)}::text[],
      ${texts((entry) => entry.moreParents ?? [])}::text[], ${column(({ entry }) => entry.inactive === true)}::boolean[],
      ${column(({ entry }) => (entry.extra ? JSON.stringify(entry.extra) : null))}::text[])
      as u(code, valid_from, valid_to, name, name_en, synonyms, parent, position, details, content, more_parents,
           inactive, extra)`.execute(ctx.db)
}

/** Closes what a complete list no longer has. */
export async function closeAbsent(
  ctx: Context,
  load: Load,
  codes: readonly string[],
  lastDay: Day,
): Promise<number> {
  const { numAffectedRows } = await sql`
    update concept set valid_to = ${lastDay}
    where facility = ${ctx.facility} and system = ${load.system} and replaced_by is null and valid_to is null
      and valid_from <= ${lastDay} and not (code = any(${codes}))`.execute(ctx.db)
  return Number(numAffectedRows ?? 0)
}

import type { Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { parseJsonBytes } from '#fhir/json.ts'
import type { SearchIndex } from '#fhir/search/search-index.ts'
import { validateResource } from '#fhir/validate.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { ownFhirPath } from '#platform/own-address.ts'
import { type ContainedRow, containedIn, storeContained } from '../contained-rows.ts'
import { indexPlan, structures, typeNumber } from '../definitions.ts'
import { ask } from '../group/flight.ts'
import { addReferringTokens } from '../referring.ts'
import { mayHaveMore, withinBytes } from '../within-bytes.ts'
import { knowParameters } from './custom-parameters.ts'
import { presentTypes } from './present-types.ts'
import { fingerprintOf } from './rules.ts'
import { addTexts, textsWithin } from './texts.ts'

/** Resources that are indexed in one transaction. */
const perTurn = 500

export interface ReindexCounts {
  readonly expected: number
  readonly processed: number
  readonly failed: number
}

/** Indexes all types anew whose search parameters have changed since they were indexed. Can be stopped and goes on. */
export async function reindexChanged(ctx: Context, mostTurns = Number.POSITIVE_INFINITY): Promise<ReindexCounts> {
  await knowParameters(ctx)
  let processed = 0
  let turns = 0
  for (const type of await presentTypes(ctx)) {
    const fingerprint = fingerprintOf(ctx.facility, type)
    for (let place = await placeOf(ctx, type, fingerprint); place !== undefined; turns++) {
      if (turns >= mostTurns) return { expected: processed, processed, failed: 0 }
      const turn = await reindexTurn(ctx, type, place)
      processed += turn.done
      place = turn.last === undefined ? undefined : { ...place, after: turn.last }
      await note(ctx, type, fingerprint, place)
    }
  }
  return { expected: processed, processed, failed: 0 }
}

/** Where the work on a type stands. */
interface Place {
  /** The id after which it goes on. */
  readonly after: string
  /** Only what contains others: all else was indexed by these rules before table search_contained was there. */
  readonly onlyContaining: boolean
}

/** Undefined when the type is indexed by these rules. */
async function placeOf(ctx: Context, type: string, fingerprint: string): Promise<Place | undefined> {
  const { rows } = await sql<{ fingerprint: string; after_id: string; done: boolean; contained: boolean }>`
    select fingerprint, after_id, done, contained from search_rules
    where facility = ${ctx.facility} and type = ${typeNumber(type)}`.execute(ctx.db)
  const [row] = rows
  if (row?.fingerprint !== fingerprint) return { after: '', onlyContaining: false }
  if (row.done && row.contained) return undefined
  return { after: row.after_id, onlyContaining: row.done }
}

async function note(ctx: Context, type: string, fingerprint: string, place: Place | undefined): Promise<void> {
  const done = place === undefined || place.onlyContaining
  await sql`
    insert into search_rules (facility, type, fingerprint, after_id, done, contained)
    values (${ctx.facility}, ${typeNumber(type)}, ${fingerprint}, ${place?.after ?? ''}, ${done}, ${place === undefined})
    on conflict (facility, type) do update set fingerprint = excluded.fingerprint, after_id = excluded.after_id,
      done = excluded.done, contained = excluded.contained`.execute(ctx.db)
}

interface Row {
  readonly id: string
  readonly version: number
  readonly content: Buffer
}

async function reindexTurn(ctx: Context, type: string, { after, onlyContaining }: Place) {
  const containing = onlyContaining
    ? sql`and position(${'"contained":['} in convert_from(content, 'UTF8')) > 0`
    : sql``
  const asked = sql<Row>`
    select id, version, content from resource where facility = ${ctx.facility} and type = ${typeNumber(type)}
      and id > ${after} ${containing} order by id limit ${perTurn}`
  const { rows } = await withinBytes(asked).execute(ctx.db)
  const made = rows.map((row) => madeOf(ctx, type, row))
  await addTexts(
    ctx,
    made.flatMap(({ index, contained }) => [
      ...index.texts.map((text) => ({ type: typeNumber(type), text })),
      ...textsWithin(contained),
    ]),
  )
  const containers = made.some(({ contained }) => contained.length > 0)
  if (containers) await inTransaction(ctx, (tx) => storeWithContained(tx, type, made))
  else await store(ctx, type, made)
  return { done: rows.length, last: mayHaveMore(rows, perTurn) ? rows.at(-1)?.id : undefined }
}

interface Made {
  readonly row: Row
  readonly index: SearchIndex
  readonly contained: readonly ContainedRow[]
}

/** As the commit that wrote it made it, with the tokens of what it refers to by whatever element. */
function madeOf(ctx: Context, type: string, row: Row): Made {
  const relative = (reference: string) => ownFhirPath(ctx.config, ctx.reachedAt, reference) || undefined
  const after = parseJsonBytes(row.content) as Resource
  const index = indexPlan(ctx.facility, type).index(after, relative)
  addReferringTokens(ctx, index, validateResource(structures, after).references)
  return { row, index, contained: containedIn(ctx, { type, id: row.id, after, index }, relative) ?? [] }
}

/** Rows that store_reindex left alone, as their version has changed, keep what their writer said they contain. */
async function storeWithContained(ctx: Context, type: string, made: readonly Made[]): Promise<void> {
  await store(ctx, type, made)
  const { rows } = await sql<{ id: string }>`
    select r.id from unnest(${made.map(({ row }) => row.id)}::text[], ${made.map(({ row }) => row.version)}::integer[])
      as x(id, version)
    join resource r on r.facility = ${ctx.facility} and r.type = ${typeNumber(type)} and r.id = x.id
      and r.version = x.version`.execute(ctx.db)
  const same = new Set(rows.map(({ id }) => id))
  for (const statement of storeContained(
    ctx,
    made.filter(({ row }) => same.has(row.id)),
  ))
    await ask(ctx, statement)
}

async function store(ctx: Context, type: string, made: readonly Made[]): Promise<void> {
  const number = typeNumber(type)
  const ordered = made.flatMap(({ row, index }) => index.ordered.map((value, n) => ({ id: row.id, n, value })))
  const strings = made.flatMap(({ row, index }) => index.strings.map((value, n) => ({ id: row.id, n, value })))
  const given = made.map(({ row, index }) => ({
    type: number,
    id: row.id,
    version: row.version,
    code: index.code,
    ct: index.ct,
    ct_end: index.ctEnd,
    value: index.value,
    toks: [...index.toks],
  }))
  await sql`select store_reindex(${ctx.facility}, ${JSON.stringify(given)}::json,
    ${ordered.map(() => number)}::smallint[], ${ordered.map((o) => o.id)}::text[],
    ${ordered.map((o) => o.value.param)}::integer[], ${ordered.map((o) => o.n)}::smallint[],
    ${ordered.map((o) => o.value.key)}::bigint[], ${ordered.map((o) => o.value.lo)}::float8[],
    ${ordered.map((o) => o.value.hi)}::float8[], ${ordered.map((o) => o.value.unit ?? null)}::text[],
    ${strings.map(() => number)}::smallint[], ${strings.map((s) => s.id)}::text[],
    ${strings.map((s) => s.value.param)}::integer[], ${strings.map((s) => s.n)}::smallint[],
    ${strings.map((s) => s.value.value)}::text[])`.execute(ctx.db)
}

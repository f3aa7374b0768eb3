import { sql } from 'kysely'
import { parseJsonBytes } from '#fhir/json.ts'
import type { SearchIndex } from '#fhir/search/search-index.ts'
import type { Context } from '#platform/context.ts'
import { ownFhirPath } from '#platform/own-address.ts'
import { indexPlan, typeNumber } from '../definitions.ts'
import { knowParameters } from './custom-parameters.ts'
import { presentTypes } from './present-types.ts'
import { fingerprintOf } from './rules.ts'
import { addTexts } from './texts.ts'

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
    for (let after = await placeOf(ctx, type, fingerprint); after !== undefined; turns++) {
      if (turns >= mostTurns) return { expected: processed, processed, failed: 0 }
      const turn = await reindexTurn(ctx, type, after)
      processed += turn.done
      after = turn.last
      await note(ctx, type, fingerprint, after)
    }
  }
  return { expected: processed, processed, failed: 0 }
}

/** The id after which the type is still to be indexed by these rules; undefined when it is done. */
async function placeOf(ctx: Context, type: string, fingerprint: string): Promise<string | undefined> {
  const { rows } = await sql<{ fingerprint: string; after_id: string; done: boolean }>`
    select fingerprint, after_id, done from search_rules
    where facility = ${ctx.facility} and type = ${typeNumber(type)}`.execute(ctx.db)
  const [row] = rows
  if (row?.fingerprint !== fingerprint) return ''
  return row.done ? undefined : row.after_id
}

async function note(ctx: Context, type: string, fingerprint: string, after: string | undefined): Promise<void> {
  await sql`
    insert into search_rules (facility, type, fingerprint, after_id, done)
    values (${ctx.facility}, ${typeNumber(type)}, ${fingerprint}, ${after ?? ''}, ${after === undefined})
    on conflict (facility, type) do update set fingerprint = excluded.fingerprint, after_id = excluded.after_id,
      done = excluded.done`.execute(ctx.db)
}

interface Row {
  readonly id: string
  readonly version: number
  readonly content: Buffer
}

async function reindexTurn(ctx: Context, type: string, after: string) {
  const { rows } = await sql<Row>`
    select id, version, content from resource where facility = ${ctx.facility} and type = ${typeNumber(type)}
      and id > ${after} order by id limit ${perTurn}`.execute(ctx.db)
  const plan = indexPlan(ctx.facility, type)
  const relative = (reference: string) => ownFhirPath(ctx.config, ctx.reachedAt, reference) || undefined
  const made = rows.map((row) => ({ row, index: plan.index(parseJsonBytes(row.content), relative) }))
  await addTexts(
    ctx,
    made.flatMap(({ index }) => index.texts.map((text) => ({ type: typeNumber(type), text }))),
  )
  await store(ctx, type, made)
  return { done: rows.length, last: rows.length < perTurn ? undefined : rows.at(-1)?.id }
}

async function store(
  ctx: Context,
  type: string,
  made: readonly { readonly row: Row; readonly index: SearchIndex }[],
): Promise<void> {
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

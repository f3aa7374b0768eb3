import type { QueryConfig } from 'pg'
import type { Context } from '#platform/context.ts'
import { traced } from '#platform/tracing/spans.ts'
import { perFacility, takeTurns } from '#platform/turns.ts'
import { type AuditEntry, eventOf, eventWithGaps, writeAudit } from './audit.ts'
import { structures, typeNumber } from './definitions.ts'
import { storeErrors } from './errors.ts'
import { packValues, type ToldEvent } from './event-pack.ts'
import { type Kept, KeptContents } from './kept-contents.ts'
import { requirePermitted } from './permitted.ts'
import { findCurrent, isNoId, sayWhyAbsent } from './read.ts'
import { rowBytes, type StoreRow } from './rows.ts'
import type { StoredVersion } from './types.ts'
import type { Write } from './write.ts'

interface Look {
  readonly ctx: Context
  readonly row: StoreRow<'store_look'>
}

interface Row {
  readonly n: number
  readonly version: number
  /** As text: the driver reads binary numbers of named statements with its own inexact parser. */
  readonly recorded_ms: string
  readonly content: Buffer
  readonly patient: string | null
}

/** Reads that come at the same moment are one statement, which also stores their audit events. */
const looks = perFacility((facility) =>
  takeTurns<Look, Row | undefined>({
    most: 64,
    atOnce: 2,
    beside: 5,
    async run(items) {
      const first = items[0]
      if (!first) return []
      const rows = await rowBytes(
        first.ctx,
        'store_look',
        items.map(({ row }) => row),
      )
      const statement: QueryConfig & { readonly binary: true } = {
        name: 'store_seen',
        text: 'select * from store_seen($1, $2)',
        values: [facility, rows],
        binary: true, // bytes as bytes, not as twice as many letters
      }
      const answer = await first.ctx.pool.query<Row>(statement)
      const found = new Map(answer.rows.map((row) => [row.n, row]))
      return items.map((_, at) => found.get(at + 1))
    },
  }),
)

interface Again {
  readonly ctx: Context
  readonly type: number
  readonly id: string
  readonly version: number
  readonly event: ToldEvent
}

/** Of reads whose bytes are known: whether they are still current, noted when all of them are. */
const agains = perFacility((facility) =>
  takeTurns<Again, boolean>({
    most: 64,
    // With one at a time the cores stood idle while it waited for the disk: half of the time at 5,000 reads a second.
    atOnce: 2,
    beside: 5,
    async run(items) {
      const first = items[0]
      if (!first) return []
      const { rows } = await first.ctx.pool.query<{ stale: readonly number[] | null }>({
        name: 'store_seen_again',
        text: 'select store_seen_again($1, $2, $3, $4, $5, $6, $7, $8) as stale',
        values: [
          facility,
          items.map(({ type }) => type),
          items.map(({ id }) => id),
          items.map(({ version }) => version),
          ...packValues(
            first.ctx.now(),
            items.map(({ event }) => event),
          ),
        ],
      })
      return items.map(() => rows[0]?.stale === null)
    },
  }),
)

const contents = perFacility(() => new KeptContents())

/** What was written just now is often read next. */
export function keepWritten(ctx: Context, writes: readonly Write[]): void {
  const kept = contents(ctx.pool, ctx.facility)
  for (const { kind, type, id, version, content, patient, member } of writes)
    if (kind === 'delete') kept.drop(`${type}/${id}`)
    else kept.keep(`${type}/${id}`, { version, recordedAt: member.at, content, patient })
}

function lookRow(ctx: Context, type: string, id: string, detail: AuditEntry['detail']): StoreRow<'store_look'> {
  const entry = { action: 'read', outcome: 'success', detail } as const
  const event = eventWithGaps(ctx, entry, `${type}/${id}/_history/`)
  const { at, head, mid, tail } = event
  return { type: typeNumber(type), id, event: event.id, at, actor: ctx.actor.id, head, mid, tail }
}

/** What is shown of a version. */
export type SeenVersion = Omit<StoredVersion, 'hash'>

/**
 * The current bytes, after it is safely noted who read them. Throws `store.deleted` or `common.notFound`.
 * @param detail what else the event tells
 */
export async function readSeen(
  ctx: Context,
  type: string,
  id: string,
  detail: NonNullable<AuditEntry['detail']>,
): Promise<SeenVersion> {
  if (!structures.isResource(type)) throw storeErrors.unknownType({ type })
  if (isNoId(id)) return sayWhyAbsent(ctx, type, id)
  await requirePermitted(ctx, { type, id })
  if (ctx.db.isTransaction) return readInside(ctx, type, id, detail)
  return traced('store read', { 'lanong.resource.type': type }, () => readOutside(ctx, type, id, detail))
}

async function readOutside(
  ctx: Context,
  type: string,
  id: string,
  detail: NonNullable<AuditEntry['detail']>,
): Promise<SeenVersion> {
  const { version, recordedAt, content, patient } =
    (await seenAgain(ctx, type, id, detail)) ?? (await seenAnew(ctx, type, id, detail))
  return { type, id, version, recordedAt, deleted: false, content, patientId: patient }
}

/** The bytes that are kept when they are the current ones; some that came at the same moment may not have been. */
async function seenAgain(
  ctx: Context,
  type: string,
  id: string,
  detail: AuditEntry['detail'],
): Promise<Kept | undefined> {
  const kept = contents(ctx.pool, ctx.facility).get(`${type}/${id}`)
  if (!kept) return undefined
  const { version, patient } = kept
  const event = eventOf(ctx, ctx.now(), {
    ...{ action: 'read', outcome: 'success', detail },
    ...{ patientId: patient, entities: [`${type}/${id}/_history/${version}`] },
  })
  const look = { ctx, type: typeNumber(type), id, version, event }
  return (await agains(ctx.pool, ctx.facility).add(look)) ? kept : undefined
}

async function seenAnew(ctx: Context, type: string, id: string, detail: AuditEntry['detail']): Promise<Kept> {
  const row = await looks(ctx.pool, ctx.facility).add({ ctx, row: lookRow(ctx, type, id, detail) })
  const key = `${type}/${id}`
  if (!row) {
    contents(ctx.pool, ctx.facility).drop(key)
    return sayWhyAbsent(ctx, type, id)
  }
  const { version, content, patient } = row
  const kept = {
    ...{ version, recordedAt: new Date(Number(row.recorded_ms)), patient: patient ?? undefined },
    // Bytes for themselves: the driver gives views of a packet, which would be kept whole.
    content: Buffer.from(content),
  }
  contents(ctx.pool, ctx.facility).keep(key, kept)
  return kept
}

async function readInside(
  ctx: Context,
  type: string,
  id: string,
  detail: NonNullable<AuditEntry['detail']>,
): Promise<StoredVersion> {
  const found = (await findCurrent(ctx, type, id)) ?? (await sayWhyAbsent(ctx, type, id))
  const entities = [`${type}/${id}/_history/${found.version}`]
  await writeAudit(ctx, { action: 'read', outcome: 'success', patientId: found.patientId, entities, detail })
  return found
}

import type { QueryConfig } from 'pg'
import type { Context } from '#platform/context.ts'
import { perFacility, takeTurns } from '#platform/turns.ts'
import { type AuditEntry, eventWithGaps, writeAudit } from './audit.ts'
import { structures, typeNumber } from './definitions.ts'
import { storeErrors } from './errors.ts'
import { findCurrent, isNoId, sayWhyAbsent } from './read.ts'
import { rowBytes, type StoreRow } from './rows.ts'
import type { StoredVersion } from './types.ts'

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
  readonly hash: Buffer
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

function lookRow(ctx: Context, type: string, id: string, detail: AuditEntry['detail']): StoreRow<'store_look'> {
  const entry = { action: 'read', outcome: 'success', detail } as const
  const event = eventWithGaps(ctx, entry, `${type}/${id}/_history/`)
  const { at, head, mid, tail } = event
  return { type: typeNumber(type), id, event: event.id, at, actor: ctx.actor.id, head, mid, tail }
}

/**
 * The current bytes, after it is safely noted who read them. Throws `store.deleted` or `common.notFound`.
 * @param detail what else the event tells
 */
export async function readSeen(
  ctx: Context,
  type: string,
  id: string,
  detail: NonNullable<AuditEntry['detail']>,
): Promise<StoredVersion> {
  if (!structures.isResource(type)) throw storeErrors.unknownType({ type })
  if (isNoId(id)) return sayWhyAbsent(ctx, type, id)
  if (ctx.db.isTransaction) return readInside(ctx, type, id, detail)
  const row = await looks(ctx.pool, ctx.facility).add({ ctx, row: lookRow(ctx, type, id, detail) })
  if (!row) return sayWhyAbsent(ctx, type, id)
  const { version, content, hash, patient } = row
  return {
    ...{ type, id, version, content, hash, deleted: false },
    recordedAt: new Date(Number(row.recorded_ms)),
    patientId: patient ?? undefined,
  }
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

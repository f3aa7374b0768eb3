import type { Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { parseCanonical } from '#fhir/canonical-json.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { perFacility, takeTurns } from '#platform/turns.ts'
import { structures, typeNumber } from './definitions.ts'
import { storeErrors } from './errors.ts'
import { isPermitted, requirePermitted } from './permitted.ts'
import type { StoredVersion } from './types.ts'

interface Row {
  readonly version: number
  readonly recorded_at: Date
  readonly content: Buffer
  readonly hash: Buffer
  readonly patient: string | null
  readonly kind?: string
}

const stored = (type: string, id: string, row: Row): StoredVersion => ({
  type,
  id,
  version: row.version,
  recordedAt: row.recorded_at,
  deleted: row.kind === 'd',
  content: row.content,
  hash: row.hash,
  patientId: row.patient ?? undefined,
})

interface Wanted {
  readonly ctx: Context
  readonly typeNumber: number
  readonly id: string
}

interface CurrentRow extends Row {
  readonly n: number
}

/** Reads that come at the same moment are one statement. */
const reads = perFacility((facility) =>
  takeTurns<Wanted, Row | undefined>({
    most: 64,
    atOnce: 2,
    async run(wanted) {
      const first = wanted[0]
      if (!first) return []
      const lists = [wanted.map((one) => one.typeNumber), wanted.map((one) => one.id)]
      const { rows } = await first.ctx.pool.query<CurrentRow>({
        name: 'store_current',
        text: 'select * from store_current($1, $2, $3)',
        values: [facility, ...lists],
      })
      const found = new Map(rows.map((row) => [row.n, row]))
      return wanted.map((_, at) => found.get(at + 1))
    },
  }),
)

/** No resource has such an id, and a question with a NUL would fail for all that are asked together. */
export const isNoId = (id: string): boolean => id.includes('\0')

/** The current bytes; undefined when there are none, or none that the actor may see. */
export async function findCurrent(ctx: Context, type: string, id: string): Promise<StoredVersion | undefined> {
  if (!structures.isResource(type)) throw storeErrors.unknownType({ type })
  if (isNoId(id) || !(await isPermitted(ctx, { type, id }))) return undefined
  if (!ctx.db.isTransaction) {
    const row = await reads(ctx.pool, ctx.facility).add({ ctx, typeNumber: typeNumber(type), id })
    return row && stored(type, id, row)
  }
  const { rows } = await sql<Row>`
    select version, recorded_at, content, hash, patient from resource
    where facility = ${ctx.facility} and type = ${typeNumber(type)} and id = ${id}`.execute(ctx.db)
  return rows[0] && stored(type, id, rows[0])
}

/** The current bytes. Throws `store.deleted` or `common.notFound`. */
export async function readCurrent(ctx: Context, type: string, id: string): Promise<StoredVersion> {
  return (await findCurrent(ctx, type, id)) ?? sayWhyAbsent(ctx, type, id)
}

/** Why there is nothing to read: it is refused, was deleted, or never was. */
export async function sayWhyAbsent(ctx: Context, type: string, id: string): Promise<never> {
  if (isNoId(id)) throw commonErrors.notFound({ type, id: id.replaceAll('\0', '') })
  if (ctx.access) return ctx.access.refuse(ctx, { type, id })
  const { rows } = await sql`
    select 1 from resource_version
    where facility = ${ctx.facility} and type = ${typeNumber(type)} and id = ${id} limit 1`.execute(ctx.db)
  throw rows.length > 0 ? storeErrors.deleted({ type, id }) : commonErrors.notFound({ type, id })
}

/** One version, also of what was changed or deleted since. */
export async function readVersion(
  ctx: Context,
  type: string,
  id: string,
  version: number,
): Promise<StoredVersion> {
  if (!structures.isResource(type)) throw storeErrors.unknownType({ type })
  await requirePermitted(ctx, { type, id })
  const { rows } = await sql<Row>`
    select version, recorded_at, content, hash, patient, kind from resource_version
    where facility = ${ctx.facility} and type = ${typeNumber(type)} and id = ${id} and version = ${version}`.execute(
    ctx.db,
  )
  if (!rows[0]) throw storeErrors.noVersion({ type, id, version })
  return stored(type, id, rows[0])
}

/** The stored bytes as a resource; numbers keep their digits (`numberOf`). */
export function parseStored<T extends Resource>(version: StoredVersion): T {
  return parseCanonical(version.content) as T
}

/** A resource that must exist. */
export async function readResource<T extends Resource>(
  ctx: Context,
  type: T['resourceType'],
  id: string,
): Promise<T> {
  return parseStored<T>(await readCurrent(ctx, type, id))
}

/** A resource that may be absent. */
export async function findResource<T extends Resource>(
  ctx: Context,
  type: T['resourceType'],
  id: string,
): Promise<T | undefined> {
  const found = await findCurrent(ctx, type, id)
  return found && parseStored<T>(found)
}

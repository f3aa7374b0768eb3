import { sql } from 'kysely'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { recordErrors } from './errors.ts'
import type { PlaceView, SetPlace } from './office-contract.ts'
import { personOf } from './person.ts'
import { readRecord } from './record-members.ts'

interface PlaceRow {
  readonly medium: PlaceView['medium']
  readonly location: string | null
  readonly set_name: string
  readonly set_at: Date
}

/**
 * Marks a record paper, electronic or hybrid and says where its paper lies.
 * @see Circular 13/2025/TT-BYT, article 5 (1)
 */
export async function setPlace(ctx: Context, encounterId: string, given: SetPlace): Promise<void> {
  const encounter = await readRecord(ctx, encounterId)
  const location = given.location?.trim() || null
  if (given.medium !== 'electronic' && !location) throw recordErrors.locationMissing()
  await sql`
    insert into record_place (facility, encounter_id, n, medium, location, set_by, set_name, set_at)
    select ${ctx.facility}, ${encounterId}, coalesce(max(n), 0) + 1, ${given.medium}, ${location}::text, ${personOf(ctx)},
      ${ctx.actor.name}, ${ctx.now()}
    from record_place where facility = ${ctx.facility} and encounter_id = ${encounterId}`.execute(ctx.db)
  await writeAudit(ctx, {
    action: 'place',
    outcome: 'success',
    patientId: encounter.subject?.reference?.split('/')[1],
    entities: [`Encounter/${encounterId}`],
    detail: { kind: 'record.place', medium: given.medium, location: location ?? '' },
  })
}

/** Where a record lies now, and where it lay before. A record nobody marked is electronic. */
export async function listPlaces(ctx: Context, encounterId: string): Promise<readonly PlaceView[]> {
  const { rows } = await sql<PlaceRow>`
    select medium, location, set_name, set_at from record_place
    where facility = ${ctx.facility} and encounter_id = ${encounterId} order by n desc`.execute(ctx.db)
  return rows.map((row) => ({
    medium: row.medium,
    location: row.location ?? undefined,
    by: row.set_name,
    at: instantInVietnam(row.set_at),
  }))
}

import { sql } from 'kysely'
import type { Day } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import type { StoredPlace, TransferRow } from './repository.ts'

/** Rooms and beds of a department, with what a free bed is kept for. */
export async function bedsOf(
  ctx: Context,
  department: string,
): Promise<(StoredPlace & { hold_note: string | null; hold_until: Date | null })[]> {
  const { rows } = await sql<StoredPlace & { hold_note: string | null; hold_until: Date | null }>`
    select place.location_id, place.kind, place.part_of, place.department, place.name, place.place, place.status,
      place.active, place.bed_kind, place.sex, place.ord, held.note as hold_note, held.until as hold_until
    from ward_place place left join bed_hold held on held.facility = place.facility
      and held.bed_id = place.location_id and (held.until is null or held.until > ${ctx.now()})
    where place.facility = ${ctx.facility} and place.department = ${department} and place.active
    order by place.ord, place.location_id`.execute(ctx.db)
  return rows
}

export interface LyingRow {
  readonly encounter_id: string
  readonly patient_id: string
  readonly bed_id: string | null
  readonly record_number: string
  readonly admitted_at: Date
  readonly reason: string
  readonly diagnosis: string | null
  readonly doctor_name: string | null
  readonly on_leave: boolean
  readonly expected_discharge: string | null
  readonly mother_stay: string | null
  readonly name: string | null
  readonly sex: string | null
  readonly birth_date: string | null
  readonly mrn: string | null
}

/** Who is on the ward at a moment. */
export async function lyingIn(ctx: Context, department: string, at: Date): Promise<LyingRow[]> {
  const { rows } = await sql<LyingRow>`
    select stay.encounter_id, stay.patient_id, here.bed_id, stay.record_number, stay.admitted_at, stay.reason,
      stay.diagnosis, stay.doctor_name, stay.mother_stay, stay.expected_discharge::text as expected_discharge,
      exists (select 1 from stay_leave away where away.facility = here.facility
        and away.encounter_id = here.encounter_id and away.during @> ${at}::timestamptz) as on_leave, known.name, known.sex, known.birth_date,
      known.mrn
    from stay_place here
      join stay on stay.facility = here.facility and stay.encounter_id = here.encounter_id
      left join patient_index known on known.facility = stay.facility and known.patient_id = stay.patient_id
    where here.facility = ${ctx.facility} and here.department = ${department} and here.during @> ${at}::timestamptz
    order by stay.admitted_at, stay.encounter_id`.execute(ctx.db)
  return rows
}

export async function departmentCounts(
  ctx: Context,
  at: Date,
): Promise<ReadonlyMap<string, { beds: number; taken: number; waiting: number }>> {
  const { rows } = await sql<{ department: string; beds: number; taken: number; waiting: number }>`
    select ward.department,
      (select count(*) from ward_place bed where bed.facility = ward.facility and bed.department = ward.department
        and bed.kind = 'bd' and bed.active)::int as beds,
      (select count(here.bed_id) from stay_place here where here.facility = ward.facility
        and here.department = ward.department and here.during @> ${at}::timestamptz)::int as taken,
      (select count(*) from stay_transfer waits where waits.facility = ward.facility
        and waits.to_department = ward.department)::int as waiting
    from ward_place ward where ward.facility = ${ctx.facility} and ward.kind = 'wa'`.execute(ctx.db)
  return new Map(rows.map(({ department, ...counts }) => [department, counts]))
}

/** Beds of each department that can be given now. */
export async function freeBedCounts(ctx: Context): Promise<ReadonlyMap<string, number>> {
  const { rows } = await sql<{ department: string; free: number }>`
    select bed.department, count(*)::int as free from ward_place bed
    where bed.facility = ${ctx.facility} and bed.kind = 'bd' and bed.active and bed.status in ('U', 'I')
      and not exists (select 1 from stay_place here where here.facility = bed.facility
        and here.bed_id = bed.location_id and upper_inf(here.during))
      and not exists (select 1 from bed_hold held where held.facility = bed.facility
        and held.bed_id = bed.location_id and (held.until is null or held.until > ${ctx.now()}))
    group by bed.department`.execute(ctx.db)
  return new Map(rows.map((row) => [row.department, row.free]))
}

/** Who left the department for good on a day. */
export async function leftOn(ctx: Context, department: string, day: Day) {
  const from = `${day}T00:00:00+07:00`
  const { rows } = await sql<{
    encounter_id: string
    record_number: string
    name: string
    left_at: Date
    disposition: string | null
  }>`
    select stay.encounter_id, stay.record_number, coalesce(known.name, '') as name, stay.left_at, stay.disposition
    from stay left join patient_index known on known.facility = stay.facility and known.patient_id = stay.patient_id
    where stay.facility = ${ctx.facility} and stay.department = ${department} and stay.status = 'finished'
      and stay.left_at >= ${from}::timestamptz and stay.left_at < ${from}::timestamptz + interval '1 day'
    order by stay.left_at`.execute(ctx.db)
  return rows
}

/** Transfers that wait, to the department and from it. */
export async function transfersOf(ctx: Context, department: string): Promise<TransferRow[]> {
  const { rows } = await sql<TransferRow>`
    select encounter_id, patient_id, from_department, to_department, reason, urgent, asked_at, asked_by, asked_account, arrived_at
    from stay_transfer where facility = ${ctx.facility} and (to_department = ${department} or from_department = ${department})
    order by urgent desc, asked_at`.execute(ctx.db)
  return rows
}

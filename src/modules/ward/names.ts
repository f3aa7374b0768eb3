import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { StoredPlace } from './repository.ts'

/** Places by id. */
export async function placesNamed(
  ctx: Context,
  ids: readonly string[],
): Promise<ReadonlyMap<string, StoredPlace>> {
  const { rows } = await sql<StoredPlace>`
    select location_id, kind, part_of, department, name, place, status, active, bed_kind, sex, ord from ward_place
    where facility = ${ctx.facility} and (location_id = any (${[...ids]}::text[]) or location_id in (
      select part_of from ward_place where facility = ${ctx.facility} and location_id = any (${[...ids]}::text[])))`.execute(
    ctx.db,
  )
  return new Map(rows.map((row) => [row.location_id, row]))
}

/** Names of the departments that have wards. */
export async function departmentNames(ctx: Context): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ department: string; name: string }>`
    select department, name from ward_place where facility = ${ctx.facility} and kind = 'wa' order by ord`.execute(
    ctx.db,
  )
  return new Map(rows.map((row) => [row.department, row.name]))
}

export async function patientNames(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const { rows } = await sql<{ patient_id: string; name: string }>`
    select patient_id, name from patient_index where facility = ${ctx.facility}
      and patient_id = any (${[...ids]}::text[])`.execute(ctx.db)
  return new Map(rows.map((row) => [row.patient_id, row.name]))
}

export interface Named {
  readonly patient_id: string
  readonly name: string | null
  readonly sex: string | null
  readonly birth_date: string | null
}

/** Who patients are, as lists show them. */
export async function peopleNamed(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, Named>> {
  const { rows } = await sql<Named>`
    select patient_id, name, sex, birth_date from patient_index where facility = ${ctx.facility}
      and patient_id = any (${[...ids]}::text[])`.execute(ctx.db)
  return new Map(rows.map((row) => [row.patient_id, row]))
}

/** Newborns that were admitted beside the mother of a stay. */
export async function newbornsOf(
  ctx: Context,
  motherStay: string,
): Promise<{ encounterId: string; patientId: string; name: string }[]> {
  const { rows } = await sql<{ encounterId: string; patientId: string; name: string }>`
    select stay.encounter_id as "encounterId", stay.patient_id as "patientId", coalesce(patient_index.name, '') as name
    from stay
      left join patient_index on patient_index.facility = stay.facility and patient_index.patient_id = stay.patient_id
    where stay.facility = ${ctx.facility} and stay.mother_stay = ${motherStay} and stay.status <> 'cancelled'
    order by stay.admitted_at, stay.encounter_id`.execute(ctx.db)
  return rows
}

export interface PatientStay {
  readonly encounter_id: string
  readonly record_number: string
  readonly status: string
  readonly department: string
  readonly department_name: string | null
  readonly bed: string | null
  readonly admitted_at: Date
  readonly left_at: Date | null
  readonly disposition: string | null
}

/** Stays of a patient, newest first. */
export async function staysOfPatient(ctx: Context, patientId: string): Promise<PatientStay[]> {
  const { rows } = await sql<PatientStay>`
    select stay.encounter_id, stay.record_number, stay.status, stay.department, stay.admitted_at, stay.left_at,
      stay.disposition,
      (select name from ward_place where facility = stay.facility and department = stay.department and kind = 'wa' limit 1)
        as department_name,
      (select bed.name from stay_place here join ward_place bed
          on bed.facility = here.facility and bed.location_id = here.bed_id
        where here.facility = stay.facility and here.encounter_id = stay.encounter_id and upper_inf(here.during)) as bed
    from stay where stay.facility = ${ctx.facility} and stay.patient_id = ${patientId}
    order by stay.admitted_at desc, stay.encounter_id limit 100`.execute(ctx.db)
  return rows
}

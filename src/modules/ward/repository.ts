import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { Statement } from '#platform/guard.ts'
import type { LeaveRow, PlaceRow, StayRow } from './domain/stay-facts.ts'
import { wardErrors } from './errors.ts'

export interface StoredPlace {
  readonly location_id: string
  readonly kind: 'wa' | 'ro' | 'bd'
  readonly part_of: string | null
  readonly department: string
  readonly name: string
  readonly place: string | null
  /** HL7 table 0116. */
  readonly status: string
  readonly active: boolean
  readonly bed_kind: string | null
  readonly sex: string | null
  readonly ord: number
}

export function placesFollowed(ctx: Context, rows: readonly StoredPlace[]): Statement {
  return {
    name: 'ward_places_followed',
    text: `insert into ward_place (facility, location_id, kind, part_of, department, name, place, status, active, bed_kind, sex, ord)
      select $1, location_id, kind, part_of, department, name, place, status, active, bed_kind, sex, ord
      from jsonb_to_recordset($2::jsonb) as given (location_id text, kind text, part_of text, department text, name text,
        place text, status text, active boolean, bed_kind text, sex text, ord integer)
      on conflict (facility, location_id) do update set kind = excluded.kind, part_of = excluded.part_of,
        department = excluded.department, name = excluded.name, place = excluded.place, status = excluded.status,
        active = excluded.active, bed_kind = excluded.bed_kind, sex = excluded.sex, ord = excluded.ord`,
    values: [ctx.facility, JSON.stringify(rows)],
  }
}

/** Puts stays and their places in step; what two claim at one moment is refused by the constraints. */
export function staysFollowed(
  ctx: Context,
  ids: readonly string[],
  {
    stays,
    places,
    leaves,
  }: {
    readonly stays: readonly StayRow[]
    readonly places: readonly PlaceRow[]
    readonly leaves: readonly LeaveRow[]
  },
): readonly Statement[] {
  const kept = stays.map((one) => one.encounter_id)
  return [
    {
      name: 'ward_places_left',
      text: 'delete from stay_place where facility = $1 and encounter_id = any ($2)',
      values: [ctx.facility, ids],
    },
    {
      name: 'ward_leaves_gone',
      text: 'delete from stay_leave where facility = $1 and encounter_id = any ($2)',
      values: [ctx.facility, ids],
    },
    {
      name: 'ward_leaves_followed',
      text: `insert into stay_leave (facility, encounter_id, n, during)
        select $1, encounter_id, n, tstzrange(starts, ends, '[)')
        from jsonb_to_recordset($2::jsonb) as given (encounter_id text, n smallint, starts timestamptz, ends timestamptz)`,
      values: [ctx.facility, JSON.stringify(leaves)],
    },
    {
      name: 'ward_stays_gone',
      text: 'delete from stay where facility = $1 and encounter_id = any ($2) and not encounter_id = any ($3)',
      values: [ctx.facility, ids, kept],
    },
    {
      name: 'ward_stays_followed',
      text: `insert into stay (facility, encounter_id, patient_id, record_number, status, department, source, payer, reason,
          diagnosis, doctor_id, doctor_name, admitted_at, left_at, disposition, leave_since, mother_stay, expected_discharge)
        select $1, encounter_id, patient_id, record_number, status, department, source, payer, reason, diagnosis, doctor_id,
          doctor_name, admitted_at, left_at, disposition, leave_since, mother_stay, expected_discharge
        from jsonb_to_recordset($2::jsonb) as given (encounter_id text, patient_id text, record_number text, status text,
          department text, source text, payer text, reason text, diagnosis text, doctor_id text, doctor_name text,
          admitted_at timestamptz, left_at timestamptz, disposition text, leave_since timestamptz, mother_stay text,
          expected_discharge date)
        on conflict (facility, encounter_id) do update set patient_id = excluded.patient_id,
          record_number = excluded.record_number, status = excluded.status, department = excluded.department,
          source = excluded.source, payer = excluded.payer, reason = excluded.reason, diagnosis = excluded.diagnosis,
          doctor_id = excluded.doctor_id, doctor_name = excluded.doctor_name, admitted_at = excluded.admitted_at,
          left_at = excluded.left_at, disposition = excluded.disposition, leave_since = excluded.leave_since,
          mother_stay = excluded.mother_stay, expected_discharge = excluded.expected_discharge`,
      values: [ctx.facility, JSON.stringify(stays)],
    },
    {
      name: 'ward_places_taken',
      text: `insert into stay_place (facility, encounter_id, n, patient_id, location_id, bed_id, department, during)
        select $1, given.encounter_id, given.n, given.patient_id, given.location_id,
          case when known.kind = 'bd' then given.location_id end, coalesce(known.department, given.department),
          tstzrange(given.starts, given.ends, '[)')
        from jsonb_to_recordset($2::jsonb) as given (encounter_id text, n smallint, patient_id text, location_id text,
          department text, starts timestamptz, ends timestamptz)
        left join ward_place known on known.facility = $1 and known.location_id = given.location_id`,
      values: [ctx.facility, JSON.stringify(places)],
      taken: (constraint) =>
        constraint === 'stay_place_patient' ? wardErrors.elsewhereThen() : wardErrors.bedTaken(),
    },
  ]
}

export async function findPlace(ctx: Context, id: string): Promise<StoredPlace | undefined> {
  const { rows } = await sql<StoredPlace>`
    select location_id, kind, part_of, department, name, place, status, active, bed_kind, sex, ord
    from ward_place where facility = ${ctx.facility} and location_id = ${id}`.execute(ctx.db)
  return rows[0]
}

/** The ward of a department. */
export async function wardOf(ctx: Context, department: string): Promise<StoredPlace> {
  const { rows } = await sql<StoredPlace>`
    select location_id, kind, part_of, department, name, place, status, active, bed_kind, sex, ord
    from ward_place where facility = ${ctx.facility} and department = ${department} and kind = 'wa' and active
    order by ord, location_id limit 1`.execute(ctx.db)
  if (!rows[0]) throw wardErrors.noWard({ department })
  return rows[0]
}

/** A bed with its room, held against others who want it until the transaction ends. */
export interface LockedBed extends StoredPlace {
  readonly room_name: string | null
  readonly room_sex: string | null
  readonly taken_by: string | null
  readonly hold_note: string | null
}

export async function lockBeds(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, LockedBed>> {
  await sql`select 1 from ward_place where facility = ${ctx.facility} and location_id = any (${[...ids]}::text[])
    order by location_id for update`.execute(ctx.db)
  const { rows } = await sql<LockedBed>`
    select bed.location_id, bed.kind, bed.part_of, bed.department, bed.name, bed.place, bed.status, bed.active, bed.bed_kind,
      bed.sex, bed.ord, room.name as room_name, room.sex as room_sex, held.note as hold_note,
      (select one.encounter_id from stay_place one where one.facility = bed.facility and one.bed_id = bed.location_id
        and upper_inf(one.during)) as taken_by
    from ward_place bed
      left join ward_place room on room.facility = bed.facility and room.location_id = bed.part_of and room.kind = 'ro'
      left join bed_hold held on held.facility = bed.facility and held.bed_id = bed.location_id
        and (held.until is null or held.until > ${ctx.now()})
    where bed.facility = ${ctx.facility} and bed.location_id = any (${[...ids]}::text[]) and bed.kind = 'bd'`.execute(
    ctx.db,
  )
  return new Map(rows.map((row) => [row.location_id, row]))
}

/** Makes those who change the same stays take turns. */
export async function lockStays(ctx: Context, ids: readonly string[]): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select encounter_id as id from stay where facility = ${ctx.facility} and encounter_id = any (${[...ids]}::text[])
    order by encounter_id for update`.execute(ctx.db)
  const missing = ids.find((id) => !rows.some((row) => row.id === id))
  if (missing !== undefined) throw wardErrors.noStay({ id: missing })
}

/** Makes those who admit the same patient take turns; the stay of the patient that lasts. */
export async function lockPatient(
  ctx: Context,
  patientId: string,
): Promise<{ readonly encounter_id: string; readonly record_number: string } | undefined> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`ward/${ctx.facility}/${patientId}`}, 0))`.execute(
    ctx.db,
  )
  const { rows } = await sql<{ encounter_id: string; record_number: string }>`
    select encounter_id, record_number from stay where facility = ${ctx.facility} and patient_id = ${patientId}
      and status in ('in-progress', 'onleave')`.execute(ctx.db)
  return rows[0]
}

export interface TransferRow {
  readonly encounter_id: string
  readonly patient_id: string
  readonly from_department: string
  readonly to_department: string
  readonly reason: string
  readonly urgent: boolean
  readonly asked_at: Date
  readonly asked_by: string
  readonly asked_account: string | null
  /** Since when the patient is in the department that sends. */
  readonly arrived_at: Date
}

export async function findTransfer(ctx: Context, encounterId: string): Promise<TransferRow | undefined> {
  const { rows } = await sql<TransferRow>`
    select encounter_id, patient_id, from_department, to_department, reason, urgent, asked_at, asked_by,
      asked_account, arrived_at
    from stay_transfer where facility = ${ctx.facility} and encounter_id = ${encounterId}`.execute(ctx.db)
  return rows[0]
}

export async function insertTransfer(ctx: Context, row: TransferRow): Promise<void> {
  await sql`insert into stay_transfer (facility, encounter_id, patient_id, from_department, to_department, reason, urgent,
      asked_at, asked_by, asked_account, arrived_at)
    values (${ctx.facility}, ${row.encounter_id}, ${row.patient_id}, ${row.from_department}, ${row.to_department},
      ${row.reason}, ${row.urgent}, ${row.asked_at}, ${row.asked_by}, ${row.asked_account}, ${row.arrived_at})`.execute(
    ctx.db,
  )
}

/** Keeps who had asked a department to take the patient, once it has. */
export async function noteReceived(ctx: Context, row: TransferRow, at: string): Promise<void> {
  await sql`insert into stay_received (facility, encounter_id, to_department, asked_account, received_at)
    values (${ctx.facility}, ${row.encounter_id}, ${row.to_department}, ${row.asked_account}, ${at}) on conflict do nothing`.execute(
    ctx.db,
  )
}

export async function removeTransfer(ctx: Context, encounterId: string): Promise<void> {
  await sql`delete from stay_transfer where facility = ${ctx.facility} and encounter_id = ${encounterId}`.execute(
    ctx.db,
  )
}

export async function putHold(
  ctx: Context,
  hold: { readonly bedId: string; readonly note: string; readonly until: Date | null },
): Promise<void> {
  await sql`insert into bed_hold (facility, bed_id, note, until, held_at, held_by)
    values (${ctx.facility}, ${hold.bedId}, ${hold.note}, ${hold.until}, ${ctx.now()}, ${ctx.actor.name})
    on conflict (facility, bed_id) do update set note = excluded.note, until = excluded.until, held_at = excluded.held_at,
      held_by = excluded.held_by`.execute(ctx.db)
}

export async function removeHold(ctx: Context, bedId: string): Promise<void> {
  await sql`delete from bed_hold where facility = ${ctx.facility} and bed_id = ${bedId}`.execute(ctx.db)
}

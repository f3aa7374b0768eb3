import type { Encounter } from '@medplum/fhirtypes'
import { cs, ext, sid } from '#fhir/systems.ts'
import { treatingDoctorOf } from '#fhir/treating-doctor.ts'
import { type StayEventKind, stayEventsOf } from './events.ts'
import { placesOf } from './places.ts'

/** An inpatient stay with a record of this house. */
export function isStay(encounter: Encounter | undefined): boolean {
  return (
    encounter?.class?.code === 'IMP' &&
    !encounter.partOf &&
    (encounter.identifier ?? []).some((one) => one.system === sid.record)
  )
}

export const isOver = (encounter: Encounter): boolean =>
  encounter.status !== 'in-progress' && encounter.status !== 'onleave'

/** The row of a stay as module ward finds it. */
export interface StayRow {
  readonly encounter_id: string
  readonly patient_id: string
  readonly record_number: string
  readonly status: string
  readonly department: string
  readonly source: string | null
  readonly payer: string
  readonly reason: string
  readonly diagnosis: string | null
  readonly doctor_id: string | null
  readonly doctor_name: string | null
  readonly admitted_at: string
  readonly left_at: string | null
  readonly disposition: string | null
  readonly leave_since: string | null
  readonly mother_stay: string | null
  readonly expected_discharge: string | null
}

export interface PlaceRow {
  readonly encounter_id: string
  readonly n: number
  readonly patient_id: string
  readonly location_id: string
  readonly department: string
  readonly starts: string
  readonly ends: string | null
}

const tail = (reference: string | undefined) => reference?.split('/').at(-1)

export function stayRow(id: string, encounter: Encounter): StayRow {
  const extension = (url: string) => encounter.extension?.find((one) => one.url === url)
  const doctor = treatingDoctorOf(encounter)
  const main = [...(encounter.diagnosis ?? [])].sort((a, b) => (a.rank ?? 9) - (b.rank ?? 9))[0]
  const code = (system: string, concept: { coding?: readonly { system?: string; code?: string }[] } | undefined) =>
    concept?.coding?.find((one) => one.system === system)?.code ?? null
  return {
    encounter_id: id,
    patient_id: tail(encounter.subject?.reference) ?? '',
    record_number: encounter.identifier?.find((one) => one.system === sid.record)?.value ?? '',
    status: encounter.status,
    department: tail(encounter.serviceProvider?.reference) ?? '',
    source: code(cs.admitSource, encounter.hospitalization?.admitSource),
    payer: extension(ext.payer)?.valueCode ?? 'self',
    reason: encounter.reasonCode?.[0]?.text ?? '',
    diagnosis: tail(main?.condition.reference) ?? null,
    doctor_id: tail(doctor?.individual?.reference) ?? null,
    doctor_name: doctor?.individual?.display ?? null,
    admitted_at: encounter.period?.start ?? '',
    left_at: encounter.period?.end ?? null,
    disposition: code(cs.disposition, encounter.hospitalization?.dischargeDisposition),
    leave_since:
      encounter.status === 'onleave'
        ? (stayEventsOf(encounter).findLast((one) => one.kind === 'left')?.at ?? encounter.period?.start ?? null)
        : null,
    mother_stay: tail(extension(ext.motherStay)?.valueReference?.reference) ?? null,
    expected_discharge: extension(ext.expectedDischarge)?.valueDate ?? null,
  }
}

export interface LeaveRow {
  readonly encounter_id: string
  readonly n: number
  readonly starts: string
  readonly ends: string | null
}

const endsLeave = new Set<StayEventKind>(['returned', 'discharged', 'cancelled'])

/** When the patient was on leave; one that ended in the second it began is none. */
export function leaveRows(id: string, encounter: Encounter): readonly LeaveRow[] {
  const rows: LeaveRow[] = []
  let since: string | undefined
  for (const { kind, at } of stayEventsOf(encounter)) {
    if (kind === 'left') since ??= at
    if (since !== undefined && endsLeave.has(kind)) {
      if (Date.parse(at) > Date.parse(since))
        rows.push({ encounter_id: id, n: rows.length, starts: since, ends: at })
      since = undefined
    }
  }
  return since === undefined || encounter.status !== 'onleave'
    ? rows
    : [...rows, { encounter_id: id, n: rows.length, starts: since, ends: null }]
}

/** Places as rows; one that was left in the second it was taken has no length and is none. */
export function placeRows(id: string, encounter: Encounter): readonly PlaceRow[] {
  if (encounter.status === 'cancelled' || encounter.status === 'entered-in-error') return []
  const patient_id = tail(encounter.subject?.reference) ?? ''
  const department = tail(encounter.serviceProvider?.reference) ?? ''
  return placesOf(encounter).flatMap(({ locationId, from, to }, n) =>
    to !== undefined && Date.parse(to) <= Date.parse(from)
      ? []
      : [{ encounter_id: id, n, patient_id, location_id: locationId, department, starts: from, ends: to ?? null }],
  )
}

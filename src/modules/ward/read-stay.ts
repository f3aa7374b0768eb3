import type { Condition, Patient } from '@medplum/fhirtypes'
import { idOf, recordStateOf } from '#fhir/encounter.ts'
import { cs, ext, sid } from '#fhir/systems.ts'
import { dayInVietnam, daysBetween } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import { ageText, latestWeight, listAllergies } from '#modules/patients/index.ts'
import type { Context } from '#platform/context.ts'
import { findResource, readResource } from '#store/read.ts'
import { readStay, type Stay } from './change-stay.ts'
import type { StayView } from './contract.ts'
import { stayEventsOf } from './domain/events.ts'
import { placeNow, placesOf } from './domain/places.ts'
import { type StayRow, stayRow } from './domain/stay-facts.ts'
import { newbornsOf, placesNamed } from './names.ts'
import { findTransfer, type StoredPlace } from './repository.ts'
import { transferView } from './transfer-view.ts'
import { careLevelsOf } from './watched.ts'

/** The stay as the frame of every screen of it shows it. */
export async function readStayView(ctx: Context, encounterId: string): Promise<StayView> {
  const stay = await readStay(ctx, encounterId)
  const row = stayRow(stay.id, stay)
  const [patient, allergies, weightKg, places, careLevels, diagnosis, transfer, newborns] = await Promise.all([
    readResource<Patient>(ctx, 'Patient', row.patient_id),
    listAllergies(ctx, row.patient_id),
    latestWeight(ctx, row.patient_id),
    placesNamed(ctx, [...placesOf(stay).map((one) => one.locationId), `ward-${row.department}`]),
    careLevelsOf(ctx, [stay.id]),
    row.diagnosis ? findResource<Condition>(ctx, 'Condition', row.diagnosis) : undefined,
    findTransfer(ctx, stay.id),
    newbornsOf(ctx, stay.id),
  ])
  const today = dayInVietnam(ctx.now())
  const bed = bedOf(stay, places)
  return {
    encounterId: stay.id,
    patientId: row.patient_id,
    name: patient.name?.find((one) => one.use !== 'old')?.text ?? '',
    sex: patient.gender ?? 'unknown',
    recordNumber: row.record_number,
    recordState: recordStateOf(stay),
    status: stay.status as StayView['status'],
    payer: row.payer,
    department: { id: row.department, name: stay.serviceProvider?.display ?? row.department },
    day:
      daysBetween(
        dayInVietnam(new Date(row.admitted_at)),
        row.left_at ? dayInVietnam(new Date(row.left_at)) : today,
      ) + 1,
    admittedAt: row.admitted_at,
    reason: row.reason,
    allergies: {
      state: allergies.state,
      ...present({ askedAt: allergies.askedAt }),
      items: allergies.items.map(allergyItem),
    },
    isolated: bed?.status === 'I',
    newborns,
    places: placesOf(stay).map((one) => placeView(one, places)),
    events: stayEventsOf(stay).map((one) => ({ ...one })),
    ...absentable(row),
    ...present({
      mrn: patient.identifier?.find((one) => one.system === sid.mrn)?.value,
      birthDate: patient.birthDate,
      ageText: ageText(patient.birthDate, today, ctx.language),
      bed: bed && { id: bed.location_id, name: bed.name, ...present({ room: roomOf(bed, places) }) },
      diagnosis: diagnosis && diagnosisView(diagnosis),
      weightKg,
      careLevel: careLevels.get(stay.id),
      transfer: transfer ? await transferView(ctx, transfer) : undefined,
      fromEncounterId: idOf(stay.extension?.find((one) => one.url === ext.stayFrom)?.valueReference) || undefined,
    }),
  }
}

/** What not every stay has. */
function absentable(row: StayRow) {
  return present({
    leftAt: row.left_at ?? undefined,
    disposition: row.disposition ?? undefined,
    source: row.source ?? undefined,
    leaveSince: row.leave_since ?? undefined,
    motherStay: row.mother_stay ?? undefined,
    expectedDischarge: row.expected_discharge ?? undefined,
    doctor: row.doctor_id ? { id: row.doctor_id, name: row.doctor_name ?? '' } : undefined,
  })
}

type Places = ReadonlyMap<string, StoredPlace>

function bedOf(stay: Stay, places: Places): StoredPlace | undefined {
  const now = places.get(placeNow(stay)?.locationId ?? '')
  return now?.kind === 'bd' ? now : undefined
}

const roomOf = (bed: StoredPlace, places: Places) => (bed.part_of ? places.get(bed.part_of)?.name : undefined)

function placeView(
  place: { readonly locationId: string; readonly from: string; readonly to: string | undefined },
  places: Places,
): StayView['places'][number] {
  const known = places.get(place.locationId)
  return {
    name: known?.name ?? place.locationId,
    department: known?.department ?? '',
    from: place.from,
    ...present({ to: place.to }),
  }
}

function allergyItem(item: { substance: string; severity?: string; anaphylaxis?: string }) {
  const { substance, severity, anaphylaxis } = item
  return { substance, ...present({ severity, anaphylaxis }) }
}

export function diagnosisView(condition: Condition): NonNullable<StayView['diagnosis']> {
  const coding = condition.code?.coding?.find((one) => one.system === cs.icd10)
  return { text: condition.code?.text ?? coding?.display ?? '', ...present({ code: coding?.code }) }
}

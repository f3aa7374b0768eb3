import type { Condition, Encounter, Patient, Practitioner } from '@medplum/fhirtypes'
import { cs, ext, sid } from '#fhir/systems.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { takeRecordNumber } from '#modules/encounters/index.ts'
import { ensureMrn } from '#modules/patients/index.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { findResource, readResource } from '#store/read.ts'
import type { Change } from '#store/types.ts'
import { askedIsDone } from './asked.ts'
import { bedChange, momentOf, takeBed, whoOf } from './change-stay.ts'
import type { AdmitBody, Admitted } from './contract.ts'
import { withMainDiagnosis } from './diagnosis.ts'
import { withEvent } from './domain/events.ts'
import { movedTo } from './domain/places.ts'
import { wardErrors } from './errors.ts'
import { lockPatient, removeHold, type StoredPlace, wardOf } from './repository.ts'

/** Opens the record of a stay: the patient lies in a bed, or waits on the ward for one. */
export async function admit(ctx: Context, body: AdmitBody, mother?: string): Promise<Admitted> {
  const patient = await readResource<Patient & { id: string }>(ctx, 'Patient', body.patientId)
  const replacedBy = patient.link?.find((link) => link.type === 'replaced-by')?.other?.reference
  if (replacedBy) throw wardErrors.mergedPatient({ patientId: replacedBy.replace('Patient/', '') })
  const reason = body.reason.trim()
  if (reason === '') throw wardErrors.reasonMissing()
  const running = await lockPatient(ctx, body.patientId)
  if (running) throw wardErrors.alreadyIn({ number: running.record_number, encounterId: running.encounter_id })
  const ward = await wardOf(ctx, body.departmentId)
  const bed = body.bedId
    ? await takeBed(ctx, {
        bedId: body.bedId,
        department: body.departmentId,
        sex: patient.gender,
        anySex: body.anySex,
        fromHold: body.fromHold,
      })
    : undefined
  const from = body.fromEncounterId ? await readFrom(ctx, body.fromEncounterId, body.patientId) : undefined
  await ensureMrn(ctx, patient)
  const id = ctx.newId()
  const diagnoses = from ? await copiedDiagnoses(ctx, from, id) : []
  const at = momentOf(ctx, body.at)
  const recordNumber = await takeRecordNumber(ctx, dayInVietnam(new Date(at)))
  const encounter = buildStay(
    { ...body, reason },
    {
      id,
      at,
      recordNumber,
      place: bed ?? ward,
      ward,
      name: patient.name?.find((name) => name.use !== 'old')?.text ?? '',
      doctor: await doctorOf(ctx, body.doctorId),
      diagnoses,
      mother,
    },
  )
  const told = body.diagnosis && withMainDiagnosis(ctx, encounter, body.diagnosis, { role: 'AD', at })
  if (told) diagnoses.push(told.condition)
  const resource = withEvent(told?.stay ?? encounter, {
    kind: 'admitted',
    at,
    who: whoOf(ctx),
    to: (bed ?? ward).name,
  })
  const others: Change[] = [
    ...(bed ? await bedChange(ctx, bed.location_id, 'O') : []),
    ...(await askedIsDone(ctx, body.patientId, id)),
  ]
  const conditions = diagnoses.map((one) => ({ kind: 'create', resource: one, id: one.id ?? '' }) as const)
  await commit(ctx, [{ kind: 'create', resource, id }, ...conditions, ...others])
  if (bed) await removeHold(ctx, bed.location_id)
  return { encounterId: id, recordNumber }
}

/** The visit that the patient comes from: of the same patient, and not a cancelled one. */
async function readFrom(ctx: Context, id: string, patientId: string): Promise<Encounter> {
  const from = await findResource<Encounter>(ctx, 'Encounter', id)
  const isFit = from?.subject?.reference === `Patient/${patientId}` && from.status !== 'cancelled'
  if (!from || !isFit) throw wardErrors.wrongFrom({ id })
  return from
}

/** The diagnoses of the visit are those of the admission, until the ward writes its own; each record keeps its own. */
async function copiedDiagnoses(ctx: Context, from: Encounter, stayId: string): Promise<Condition[]> {
  const ranked = [...(from.diagnosis ?? [])].sort((a, b) => (a.rank ?? 99) - (b.rank ?? 99))
  const found = await Promise.all(
    ranked.map((one) => findResource<Condition>(ctx, 'Condition', one.condition.reference?.split('/')[1] ?? '')),
  )
  return found.flatMap((one) => {
    if (!one) return []
    const { meta: _meta, ...rest } = one
    return [{ ...rest, id: ctx.newId(), encounter: { reference: `Encounter/${stayId}` } }]
  })
}

async function doctorOf(ctx: Context, told: string | undefined) {
  const id = told ?? (ctx.actor.roles.includes('doctor') ? ctx.actor.practitionerId : undefined)
  if (!id) return undefined
  const doctor = await findResource<Practitioner>(ctx, 'Practitioner', id)
  if (!doctor) return undefined
  const { text, prefix } = doctor.name?.[0] ?? {}
  return { reference: `Practitioner/${id}`, display: [prefix?.[0], text].filter(Boolean).join(' ') }
}

interface Given {
  readonly id: string
  readonly at: string
  readonly recordNumber: string
  readonly place: StoredPlace
  readonly ward: StoredPlace
  readonly name: string
  readonly doctor: { readonly reference: string; readonly display: string } | undefined
  readonly diagnoses: readonly Condition[]
  readonly mother: string | undefined
}

function buildStay(body: AdmitBody, given: Given): Encounter & { id: string } {
  const stay: Encounter & { id: string } = {
    resourceType: 'Encounter',
    id: given.id,
    status: 'in-progress',
    class: { system: cs.actClass, code: 'IMP' },
    identifier: [{ use: 'official', system: sid.record, value: given.recordNumber }],
    subject: { reference: `Patient/${body.patientId}`, display: given.name },
    ...(given.doctor
      ? {
          participant: [
            {
              type: [
                {
                  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'ATND' }],
                },
              ],
              individual: given.doctor,
            },
          ],
        }
      : {}),
    period: { start: given.at },
    reasonCode: [{ text: body.reason }],
    ...(given.diagnoses.length > 0
      ? {
          diagnosis: given.diagnoses.map((one, at) => ({
            condition: { reference: `Condition/${one.id}` },
            use: { coding: [{ system: cs.diagnosisRole, code: 'AD' }] },
            rank: at + 1,
          })),
        }
      : {}),
    hospitalization: { admitSource: { coding: [{ system: cs.admitSource, code: body.source }] } },
    serviceProvider: { reference: `Organization/${body.departmentId}`, display: given.ward.name },
    extension: [
      { url: ext.recordState, valueCode: 'open' },
      { url: ext.payer, valueCode: body.payer },
      ...(body.fromEncounterId
        ? [{ url: ext.stayFrom, valueReference: { reference: `Encounter/${body.fromEncounterId}` } }]
        : []),
      ...(given.mother
        ? [{ url: ext.motherStay, valueReference: { reference: `Encounter/${given.mother}` } }]
        : []),
    ],
  }
  return movedTo(stay, { id: given.place.location_id, name: given.place.name, kind: given.place.kind }, given.at)
}

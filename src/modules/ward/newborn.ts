import type { Patient, RelatedPerson } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { ext } from '#fhir/systems.ts'
import { present } from '#kernel/present.ts'
import { registerPatient } from '#modules/patients/index.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { admit } from './admit.ts'
import { holdRunning } from './change-stay.ts'
import type { Admitted, NewbornBody } from './contract.ts'
import { wardErrors } from './errors.ts'
import { departmentOf } from './move.ts'
import { newbornsOf } from './names.ts'
import { recordBirth } from './record-birth.ts'

/**
 * A child born on the ward: registered, admitted from its birth with a record of its own, and linked to its mother as
 * her child (RelatedPerson and Patient.link), its stay to hers.
 */
export async function admitNewborn(ctx: Context, motherStay: string, body: NewbornBody): Promise<Admitted> {
  const stay = await holdRunning(ctx, motherStay)
  const motherId = idOf(stay.subject)
  const mother = await readResource<Patient>(ctx, 'Patient', motherId)
  if (mother.gender !== 'female') throw wardErrors.notMother()
  const motherName = mother.name?.find((one) => one.use !== 'old')?.text ?? ''
  const name = body.name?.trim() || `Con bà ${motherName}`
  const day = new Date(Date.parse(body.bornAt) + 7 * 3_600_000).toISOString().slice(0, 10)
  const form = { name, sex: body.sex, birthDate: day, noIdentity: 'newborn' as const }
  const contact = { name: motherName, relation: 'Mẹ' }
  const siblings = (await newbornsOf(ctx, motherStay)).map((one) => one.patientId)
  const child = await registerPatient(ctx, { ...form, contact }, [...siblings, motherId])
  await linkToMother(
    ctx,
    { child: child.id, name, sex: body.sex, day, isTwin: siblings.length > 0 },
    mother,
    motherId,
  )
  const payer = stay.extension?.find((one) => one.url === ext.payer)?.valueCode === 'bhyt' ? 'bhyt' : 'self'
  const admitted = await admit(
    ctx,
    {
      patientId: child.id,
      departmentId: departmentOf(stay),
      ...(body.bedId ? { bedId: body.bedId } : {}),
      source: 'birth',
      reason: 'Trẻ sinh tại khoa',
      payer,
      at: body.bornAt,
    },
    motherStay,
  )
  await recordBirth(ctx, stay, { childId: child.id, childStay: admitted.encounterId }, body)
  return admitted
}

interface Born {
  readonly child: string
  readonly name: string
  readonly sex: 'male' | 'female'
  readonly day: string
  readonly isTwin: boolean
}

/** FHIR knows no empty list. */
const firstOf = <T>(list: readonly T[] = []): T[] | undefined => (list.length > 0 ? list.slice(0, 1) : undefined)

/** Each is the other's RelatedPerson, and the child's Patient names the mother's. */
async function linkToMother(ctx: Context, born: Born, mother: Patient, motherId: string): Promise<void> {
  const relatedId = ctx.newId()
  const related: RelatedPerson = {
    resourceType: 'RelatedPerson',
    patient: { reference: `Patient/${born.child}` },
    relationship: [
      {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode', code: 'MTH', display: 'mother' }],
      },
    ],
    gender: 'female',
    ...present({
      name: firstOf(mother.name),
      birthDate: mother.birthDate,
      identifier: firstOf(mother.identifier),
    }),
  }
  const patient = await readResource<Patient & { id: string }>(ctx, 'Patient', born.child)
  const linked: Patient = {
    ...patient,
    link: [...(patient.link ?? []), { type: 'seealso', other: { reference: `RelatedPerson/${relatedId}` } }],
    ...(born.isTwin ? { multipleBirthBoolean: true } : {}),
  }
  const motherLink: RelatedPerson = {
    resourceType: 'RelatedPerson',
    patient: { reference: `Patient/${motherId}` },
    relationship: [
      {
        coding: [
          {
            system: 'http://terminology.hl7.org/CodeSystem/v3-RoleCode',
            code: 'NCHILD',
            display: 'natural child',
          },
        ],
      },
    ],
    name: [{ text: born.name }],
    gender: born.sex,
    birthDate: born.day,
    ...present({ identifier: firstOf(patient.identifier) }),
  }
  await commit(ctx, [
    { kind: 'create', resource: related, id: relatedId },
    { kind: 'create', resource: motherLink, id: ctx.newId() },
    { kind: 'update', resource: linked },
  ])
}

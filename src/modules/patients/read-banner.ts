import type { Patient } from '@medplum/fhirtypes'
import { sid } from '#fhir/systems.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import { readResource } from '#store/read.ts'
import type { AllergyList } from './allergy-contract.ts'
import type { Banner } from './banner-contract.ts'
import { currentEncounter, latestNews2, latestWeight, visitOf } from './care-so-far.ts'
import type { Insurance } from './contract.ts'
import { ageText } from './domain/age.ts'
import { mergedInto, mrnOf, nameOf, numberIn, phoneOf } from './domain/patient-facts.ts'
import { listAllergies } from './list-allergies.ts'
import { findInsurance } from './save-coverage.ts'

/** Reading it counts as viewing the patient, which is audited before the answer. */
export async function readBanner(ctx: Context, id: string, encounterId?: string): Promise<Banner> {
  const patient = await readResource<Patient>(ctx, 'Patient', id)
  const visit = currentEncounter(ctx, id, encounterId)
  const [allergies, insurance, encounter, news2, weightKg] = await Promise.all([
    listAllergies(ctx, id),
    findInsurance(ctx, id),
    visit,
    visit.then((one) => latestNews2(ctx, one)),
    latestWeight(ctx, id),
  ])
  await auditView(ctx, { patientId: id, kind: 'patients.banner', entities: [`Patient/${id}`] })
  const cccd = numberIn(patient, sid.cccd)
  return {
    id,
    name: nameOf(patient),
    sex: patient.gender ?? 'unknown',
    allergy: allergyOf(ctx, allergies),
    allergies: { state: allergies.state, ...present({ askedAt: allergies.askedAt }), items: allergies.items },
    ...(encounter ? visitOf(encounter) : {}),
    ...present({
      birthDate: patient.birthDate,
      deceasedAt: patient.deceasedDateTime,
      ageText: ageText(patient.birthDate, dayInVietnam(ctx.now()), ctx.language),
      mrn: mrnOf(patient),
      idNumber: cccd ?? numberIn(patient, sid.passport),
      cccd,
      passport: numberIn(patient, sid.passport),
      phone: phoneOf(patient),
      insurance: insurance ? insuranceFact(insurance) : undefined,
      weightKg,
      news2,
      mergedInto: mergedInto(patient),
    }),
  }
}

function insuranceFact(insurance: Insurance): NonNullable<Banner['insurance']> {
  const { number, share, to, validity } = insurance
  return { number, validity, valid: validity === 'valid', ...present({ share, to }) }
}

const words = {
  vi: { grade: 'phản vệ độ', mild: 'nhẹ', moderate: 'vừa', severe: 'nặng' },
  en: { grade: 'anaphylaxis grade', mild: 'mild', moderate: 'moderate', severe: 'severe' },
} as const

function allergyOf(ctx: Context, list: AllergyList): Banner['allergy'] {
  const said = words[ctx.language]
  return {
    state: list.state,
    ...present({ askedAt: list.askedAt }),
    items: list.items.map((one) => ({
      substance: one.substance,
      ...present({
        severity: one.anaphylaxis
          ? `${said.grade} ${one.anaphylaxis}`
          : one.severity
            ? said[one.severity as 'mild']
            : undefined,
      }),
    })),
  }
}

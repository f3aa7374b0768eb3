import type { Condition, Encounter } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { type Stay, whoOf } from './change-stay.ts'

interface Told {
  readonly code: string
  readonly text: string
}

/** The stay with a main diagnosis, at its admission (AD) or its end (DD); those before it follow in rank. */
export function withMainDiagnosis(
  ctx: Context,
  stay: Stay,
  told: Told,
  of: { readonly role: 'AD' | 'DD'; readonly at: string },
): { readonly stay: Stay; readonly condition: Condition & { id: string } } {
  const id = ctx.newId()
  const condition: Condition & { id: string } = {
    resourceType: 'Condition',
    id,
    clinicalStatus: { coding: [{ system: cs.conditionClinical, code: 'active' }] },
    verificationStatus: { coding: [{ system: cs.conditionVerification, code: 'confirmed' }] },
    category: [{ coding: [{ system: cs.conditionCategory, code: 'encounter-diagnosis' }] }],
    code: { coding: [{ system: cs.icd10, code: told.code }], text: told.text },
    subject: { reference: stay.subject?.reference ?? '' },
    encounter: { reference: `Encounter/${stay.id}` },
    recordedDate: of.at,
    recorder: whoOf(ctx) as Condition['recorder'] & object,
  }
  const main: NonNullable<Encounter['diagnosis']>[number] = {
    condition: { reference: `Condition/${id}` },
    use: { coding: [{ system: cs.diagnosisRole, code: of.role }] },
    rank: 1,
  }
  const rest = (stay.diagnosis ?? []).map((one, index) => ({ ...one, rank: index + 2 }))
  return { stay: { ...stay, diagnosis: [main, ...rest] }, condition }
}

import type { AllergyIntolerance } from '@medplum/fhirtypes'
import { noAllergyText, noKnownAllergy, standingAllergies, statesNone, stillHolds } from '#fhir/allergy.ts'
import { cs, ext } from '#fhir/systems.ts'
import { present } from '#kernel/present.ts'
import type { Allergy, AllergyBody, AllergyList } from './allergy-contract.ts'

export interface Recorded {
  readonly id: string
  readonly patientId: string
  readonly at: string
  readonly by: string
  readonly practitionerId?: string
}

const status = (system: string, code: string) => ({ coding: [{ system, code }] })

/** The AllergyIntolerance of an answer to "Are you allergic to anything?". */
export function buildAllergy(body: AllergyBody, of: Recorded): AllergyIntolerance {
  const grave = body.severity === 'severe' || body.anaphylaxis !== undefined
  return {
    resourceType: 'AllergyIntolerance',
    id: of.id,
    clinicalStatus: status(cs.allergyClinical, 'active'),
    verificationStatus: status(cs.allergyVerification, 'unconfirmed'),
    ...(body.kind === 'none' ? {} : { criticality: grave ? ('high' as const) : ('unable-to-assess' as const) }),
    code: allergyCode(body),
    patient: { reference: `Patient/${of.patientId}` },
    recordedDate: of.at,
    recorder: { display: of.by, ...(of.practitionerId ? { reference: `Practitioner/${of.practitionerId}` } : {}) },
    ...(body.reaction || body.severity
      ? {
          reaction: [
            {
              manifestation: [{ text: body.reaction ?? 'Không rõ biểu hiện' }],
              ...(body.severity ? { severity: body.severity } : {}),
            },
          ],
        }
      : {}),
    ...(body.anaphylaxis ? { extension: [{ url: ext.anaphylaxisGrade, valueCode: body.anaphylaxis }] } : {}),
  }
}

function allergyCode(body: AllergyBody) {
  if (body.kind === 'none')
    return {
      coding: [{ system: cs.snomed, code: noKnownAllergy, display: 'No known allergy' }],
      text: noAllergyText,
    }
  const text = body.substance?.trim() ?? ''
  return {
    text,
    ...(body.ingredientCode
      ? { coding: [{ system: cs.ingredient, code: body.ingredientCode, display: text }] }
      : {}),
  }
}

/** Unknown, none and present are three different facts: nothing on record never means "no allergy". */
export function allergyState(all: readonly AllergyIntolerance[]): AllergyList {
  const holding = all.filter(stillHolds)
  const allergies = standingAllergies(all)
  const askedAt = holding
    .map((one) => one.recordedDate ?? '')
    .sort()
    .at(-1)
  const state = allergies.length > 0 ? 'present' : holding.some(statesNone) ? 'none' : 'unknown'
  return { state, ...(askedAt ? { askedAt } : {}), items: allergies.map(view).sort(graverFirst) }
}

function view(allergy: AllergyIntolerance): Allergy {
  const coded = allergy.code?.coding?.find((coding) => coding.system === cs.ingredient)
  return {
    id: allergy.id ?? '',
    substance: allergy.code?.text ?? allergy.code?.coding?.[0]?.display ?? allergy.code?.coding?.[0]?.code ?? '',
    ...present({
      ingredientCode: coded?.code,
      reaction: allergy.reaction?.[0]?.manifestation?.[0]?.text,
      severity: allergy.reaction?.[0]?.severity,
      anaphylaxis: allergy.extension?.find((one) => one.url === ext.anaphylaxisGrade)
        ?.valueCode as Allergy['anaphylaxis'],
      recordedAt: allergy.recordedDate,
      recordedBy: allergy.recorder?.display,
    }),
  }
}

function graverFirst(a: Allergy, b: Allergy): number {
  const weight = (one: Allergy) =>
    one.anaphylaxis
      ? 10 + one.anaphylaxis.length
      : one.severity === 'severe'
        ? 5
        : one.severity === 'moderate'
          ? 2
          : 0
  return weight(b) - weight(a) || a.substance.localeCompare(b.substance, 'vi')
}

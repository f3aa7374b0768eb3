import type { AllergyIntolerance } from '@medplum/fhirtypes'
import { cs } from './systems.ts'

/** SNOMED CT "No known allergy (situation)". */
export const noKnownAllergy = '716186003'
/** The same of drugs alone, of food alone: they name no allergy, and do not say that there is none. */
const noneOfSomeKind = new Set(['409137002', '429625007'])

type Concept = AllergyIntolerance['code']

const codesIn = (concept: Concept) => concept?.coding?.flatMap((one) => one.code ?? []) ?? []

/** Whether an entry states that no allergy is known. */
export function statesNone({ code }: AllergyIntolerance): boolean {
  return code?.coding?.some((one) => one.system === cs.snomed && one.code === noKnownAllergy) ?? false
}

/** Whether an entry still speaks: not refuted, not entered in error, not inactive, not resolved. */
export function stillHolds({ verificationStatus, clinicalStatus }: AllergyIntolerance): boolean {
  const verification = codesIn(verificationStatus)
  const clinical = codesIn(clinicalStatus)
  return (
    !verification.some((code) => code === 'refuted' || code === 'entered-in-error') &&
    (clinical.length === 0 || clinical.includes('active'))
  )
}

/** The allergies that stand; a statement that none is known is none of them. */
export function standingAllergies(all: readonly AllergyIntolerance[]): readonly AllergyIntolerance[] {
  const isNone = (one: AllergyIntolerance) =>
    statesNone(one) || codesIn(one.code).some((code) => noneOfSomeKind.has(code))
  return all.filter((one) => stillHolds(one) && !isNone(one))
}

/** Nothing on record is never "no allergy": nobody asked, or what was said no longer stands. */
export type AllergyStatus = 'known' | 'none' | 'unasked'

export function allergyStatus(all: readonly AllergyIntolerance[]): AllergyStatus {
  if (standingAllergies(all).length > 0) return 'known'
  return all.some((one) => stillHolds(one) && statesNone(one)) ? 'none' : 'unasked'
}

/** The names of the allergies that stand, each once; an entry without a name is an allergy all the same. */
export function allergyNames(all: readonly AllergyIntolerance[]): readonly string[] {
  const nameOf = ({ code }: AllergyIntolerance) =>
    code?.text ?? code?.coding?.[0]?.display ?? code?.coding?.[0]?.code ?? 'Không rõ dị nguyên'
  return [...new Set(standingAllergies(all).map(nameOf))]
}

/** As it is written on paper where no allergy is known. */
export const noAllergyText = 'Không ghi nhận dị ứng'

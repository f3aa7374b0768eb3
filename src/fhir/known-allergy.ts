import type { AllergyIntolerance } from '@medplum/fhirtypes'
import type { KnownAllergy } from '#kernel/drug/check-allergies.ts'
import { cs } from './systems.ts'

/** SNOMED CT: no known allergy, of any kind, to drugs, to food. */
const noneKnown = new Set(['716186003', '409137002', '429625007'])
const overClinical = new Set(['inactive', 'resolved'])
const notReal = new Set(['refuted', 'entered-in-error'])

const codes = (concept: AllergyIntolerance['code']) => concept?.coding?.flatMap((one) => one.code ?? []) ?? []

/** What of an AllergyIntolerance decides about a drug; undefined when it names no allergy that still stands. */
export function knownAllergy(resource: AllergyIntolerance): KnownAllergy | undefined {
  if (codes(resource.code).some((code) => noneKnown.has(code))) return undefined
  if (codes(resource.clinicalStatus).some((code) => overClinical.has(code))) return undefined
  if (codes(resource.verificationStatus).some((code) => notReal.has(code))) return undefined
  const coded = resource.code?.coding ?? []
  const text = resource.code?.text ?? coded[0]?.display ?? ''
  const reactions = resource.reaction ?? []
  return {
    id: resource.id ?? '',
    text,
    substances: [
      ...coded.filter((one) => one.system === cs.ingredient).flatMap((one) => one.display ?? one.code ?? []),
      ...reactions.flatMap((one) => one.substance?.text ?? one.substance?.coding?.[0]?.display ?? []),
    ],
    severe: resource.criticality === 'high' || reactions.some((one) => one.severity === 'severe'),
    intolerance: resource.type === 'intolerance',
  }
}

import type { Observation, ObservationComponent } from '@medplum/fhirtypes'
import { labourPart, labourParts } from '#fhir/labour.ts'
import { present } from '#kernel/present.ts'
import type { LabourBody, LabourExamination } from './labour-contract.ts'

/** Numbers with their unit in UCUM; the rest are letters, signs or words. */
const units = {
  fetalHeart: '/min',
  contractions: '/(10.min)',
  cervix: 'cm',
  descent: '{fifths}',
  oxytocin: '[iU]/L',
  drops: '[drp]/min',
} as const
const words = ['length', 'fluid', 'moulding', 'drug', 'urine'] as const

type NumberKey = keyof typeof units
const numberKeys = Object.keys(units) as NumberKey[]

/** The parts of an examination that hold something. */
export function componentsOf(body: LabourBody): ObservationComponent[] {
  const numbers = numberKeys.flatMap((key) => {
    const value = body[key]
    return value === undefined ? [] : [labourPart(key, value, units[key])]
  })
  const said = words.flatMap((key) => {
    const value = body[key]?.trim()
    return value ? [labourPart(key, value)] : []
  })
  return [...numbers, ...said]
}

/** An examination as it was written. */
export function examinationOf(observation: Observation & { id: string }): LabourExamination {
  const note = observation.note?.at(-1)
  const struck =
    observation.status === 'entered-in-error'
      ? { by: note?.authorString ?? '–', reason: note?.text ?? '–' }
      : undefined
  return {
    id: observation.id,
    at: observation.effectiveDateTime ?? '',
    by: observation.performer?.[0]?.display ?? '–',
    ...labourParts(observation),
    ...present({ struck }),
  }
}

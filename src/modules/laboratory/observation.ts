import type { Encounter, Extension, Observation, Patient, Practitioner, Reference } from '@medplum/fhirtypes'
import { decimal, lexemeOf, numberOf } from '#fhir/decimal.ts'
import { cs, ext } from '#fhir/systems.ts'
import type { LabRange, LabTest } from './catalogue.ts'
import { type Flag, flagChoice, flagResult } from './domain/flag-result.ts'
import type { ParsedResult } from './domain/parse-result.ts'

/** What surrounds a result: whose it is, what asked for it, from which tube. */
export interface ResultSetting {
  readonly requestId: string
  readonly patient: Reference<Patient>
  readonly encounter: Reference<Encounter> | undefined
  readonly specimenId: string | undefined
  readonly collectedAt: string
  readonly performer: Reference<Practitioner>
  readonly enteredAt: string
}

export type Answer = Exclude<ParsedResult, { kind: 'empty' } | { kind: 'refused' }>

/** A typed result as a preliminary Observation. The digits stay as typed. */
export function resultObservation(
  id: string,
  test: LabTest,
  answer: Answer,
  range: LabRange | undefined,
  setting: ResultSetting,
  extra: { readonly comment?: string | undefined; readonly formula?: string | undefined } = {},
): Observation & { id: string } {
  const flag = flagOf(answer, test, range)
  const method = extra.formula ?? test.method
  return {
    resourceType: 'Observation',
    id,
    status: answer.kind === 'notDone' ? 'cancelled' : 'preliminary',
    basedOn: [{ reference: `ServiceRequest/${setting.requestId}` }],
    category: [{ coding: [{ system: cs.observationCategory, code: 'laboratory' }] }],
    code: {
      coding: [
        { system: cs.lab, code: test.code, display: test.name },
        ...(test.loinc ? [{ system: cs.loinc, code: test.loinc }] : []),
      ],
      text: test.name,
    },
    subject: setting.patient,
    ...(setting.encounter ? { encounter: setting.encounter } : {}),
    effectiveDateTime: setting.collectedAt,
    performer: [setting.performer],
    ...valueParts(answer, test),
    ...(flag ? { interpretation: [{ coding: [{ system: cs.interpretation, code: flag }] }] } : {}),
    ...(range ? { referenceRange: [referenceRange(range, test)] } : {}),
    ...(method ? { method: { text: method } } : {}),
    ...(setting.specimenId ? { specimen: { reference: `Specimen/${setting.specimenId}` } } : {}),
    ...(extra.comment ? { note: [{ text: extra.comment, time: setting.enteredAt }] } : {}),
    extension: [entered(setting)],
  }
}

function valueParts(answer: Answer, test: LabTest): Partial<Observation> {
  if (answer.kind === 'notDone')
    return {
      dataAbsentReason: {
        coding: [{ system: 'http://terminology.hl7.org/CodeSystem/data-absent-reason', code: 'not-performed' }],
      },
    }
  if (answer.kind === 'text') return { valueString: answer.text }
  if (answer.kind === 'choice') return { valueCodeableConcept: { text: answer.text } }
  return {
    valueQuantity: {
      value: decimal(answer.lexeme),
      ...(answer.comparator ? { comparator: answer.comparator } : {}),
      ...unitOf(test),
    },
  }
}

/** INR and pH have a UCUM code and no unit that people write. */
const unitOf = (test: LabTest) => ({
  ...(test.unitText ? { unit: test.unitText } : {}),
  ...(test.unit ? { system: cs.ucum, code: test.unit } : {}),
})

export function flagOf(answer: Answer, test: LabTest, range: LabRange | undefined): Flag | undefined {
  if (answer.kind === 'choice') return flagChoice(answer.text, test.normalChoices)
  if (answer.kind !== 'quantity' || !range) return undefined
  return flagResult(answer.value, range, answer.comparator)
}

function referenceRange(range: LabRange, test: LabTest) {
  const bound = (value: number) => ({
    value,
    ...unitOf(test),
  })
  return {
    ...(range.low === undefined ? {} : { low: bound(range.low) }),
    ...(range.high === undefined ? {} : { high: bound(range.high) }),
    text: range.text,
  }
}

function entered(setting: ResultSetting): Extension {
  return {
    url: ext.resultEntered,
    extension: [
      { url: 'at', valueDateTime: setting.enteredAt },
      { url: 'who', valueReference: setting.performer },
    ],
  }
}

/** The same result, seen by a second pair of eyes. */
export function validatedObservation<T extends Observation>(observation: T, who: Reference, at: string): T {
  const others = (observation.extension ?? []).filter((one) => one.url !== ext.resultValidated)
  const mark = {
    url: ext.resultValidated,
    extension: [
      { url: 'at', valueDateTime: at },
      { url: 'who', valueReference: who },
    ],
  }
  return { ...observation, extension: [...others, mark] }
}

/** Who entered or validated a result, and when. */
export function markOf(
  observation: Observation,
  url: string,
): { readonly at: string; readonly who: string } | undefined {
  const mark = observation.extension?.find((one) => one.url === url)
  if (!mark) return undefined
  const part = (name: string) => mark.extension?.find((one) => one.url === name)
  return { at: part('at')?.valueDateTime ?? '', who: part('who')?.valueReference?.display ?? '' }
}

/** The value of a result as text: digits as stored, the comparator before them. */
export function valueText(observation: Observation): string {
  const quantity = observation.valueQuantity
  if (quantity) return `${quantity.comparator ?? ''}${lexemeOf(quantity.value) ?? ''}`
  if (observation.status === 'cancelled') return '–'
  return (
    observation.valueString ??
    observation.valueCodeableConcept?.text ??
    observation.valueCodeableConcept?.coding?.[0]?.display ??
    ''
  )
}

export function numericValue(observation: Observation): number | undefined {
  return numberOf(observation.valueQuantity?.value)
}

export function flagCode(observation: Observation): string | undefined {
  return observation.interpretation?.[0]?.coding?.find((coding) => coding.system === cs.interpretation)?.code
}

/** Code of the laboratory catalogue on a resource; undefined for one that came from elsewhere. */
export function labCode(of: { readonly code?: Observation['code'] }): string | undefined {
  return of.code?.coding?.find((coding) => coding.system === cs.lab)?.code
}

export function requestIdOf(observation: Observation): string | undefined {
  return observation.basedOn
    ?.find((one) => one.reference?.startsWith('ServiceRequest/'))
    ?.reference?.slice('ServiceRequest/'.length)
}

export const releasedStatuses: readonly string[] = ['final', 'amended', 'corrected']

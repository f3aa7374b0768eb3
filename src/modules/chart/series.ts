import type { Observation, ObservationComponent } from '@medplum/fhirtypes'
import { lexemeOf, numberOf } from '#fhir/decimal.ts'
import { cs } from '#fhir/systems.ts'
import type { ChartView, Point, Series } from './contract.ts'
import { newestFirst } from './domain/event.ts'
import { bandFor, flagIn, signOf, type VitalSign, vitalSigns } from './domain/vital-signs.ts'

const codesOf = (of: Pick<Observation, 'code'> | ObservationComponent) =>
  of.code.coding?.flatMap((one) => one.code ?? []) ?? []

export const timeOf = (one: Observation) => one.effectiveDateTime ?? one.effectivePeriod?.start ?? one.issued ?? ''

const component = (one: Observation, code: string) =>
  one.component?.find((part) => codesOf(part).includes(code))?.valueQuantity?.value

function vitalPoint(one: Observation, sign: VitalSign, band: VitalSign['band']): Point | undefined {
  const at = timeOf(one)
  const isPressure = sign.key === 'pressure'
  const value = isPressure ? component(one, '8480-6') : one.valueQuantity?.value
  const text = lexemeOf(value)
  if (text === undefined || !at) return undefined
  const low = isPressure ? lexemeOf(component(one, '8462-4')) : undefined
  const lowerIsHigh = band && sign.lowerHigh !== undefined && Number(low ?? 0) > sign.lowerHigh
  const flag = flagIn(numberOf(value) ?? 0, band) ?? (lowerIsHigh ? 'high' : undefined)
  return { at, value: text, ...(low ? { low } : {}), ...(flag ? { flag } : {}) }
}

/** Vital signs as series, oldest first, in the order of the chart; signs without a value are absent. */
export function vitalSeries(
  observations: readonly Observation[],
  ageYears: number | undefined,
  nameOf: (key: string) => string,
): Series[] {
  const bySign = Map.groupBy(observations, (one) => signOf(codesOf(one)))
  return vitalSigns.flatMap((sign): Series[] => {
    const band = bandFor(sign, ageYears)
    const points = (bySign.get(sign) ?? []).flatMap((one) => vitalPoint(one, sign, band) ?? [])
    if (points.length === 0) return []
    return [
      {
        key: sign.key,
        name: nameOf(sign.key),
        unit: sign.unit,
        points: points.reverse(),
        ...(band ? { band } : {}),
      },
    ]
  })
}

/** The code a test is followed by: the facility's own, else LOINC, else whatever it has. */
function testKey(one: Observation): string {
  const codings = one.code.coding ?? []
  return (
    (codings.find((c) => c.system === cs.lab) ?? codings.find((c) => c.system === cs.loinc) ?? codings[0])?.code ??
    one.code.text ??
    ''
  )
}

const flagOf = (one: Observation) => {
  const code = one.interpretation?.[0]?.coding?.[0]?.code
  return code && code !== 'N' ? code : undefined
}

function labPoint(one: Observation): Point | undefined {
  const value = lexemeOf(one.valueQuantity?.value)
  const flag = flagOf(one)
  return value === undefined ? undefined : { at: timeOf(one), value, ...(flag ? { flag } : {}) }
}

function bandOf(one: Observation): Series['band'] {
  const range = one.referenceRange?.[0]
  const low = numberOf(range?.low?.value)
  const high = numberOf(range?.high?.value)
  if (low === undefined && high === undefined) return undefined
  return { ...(low === undefined ? {} : { low }), ...(high === undefined ? {} : { high }) }
}

function labSeriesOf(key: string, group: readonly Observation[]): Series | undefined {
  const points = group.flatMap((one) => labPoint(one) ?? [])
  const newest = group.find((one) => one.valueQuantity !== undefined)
  if (points.length === 0 || !newest) return undefined
  const band = bandOf(newest)
  const range = newest.referenceRange?.[0]?.text
  return {
    key,
    name: newest.code.text ?? newest.code.coding?.[0]?.display ?? key,
    unit: newest.valueQuantity?.unit ?? '',
    points: points.reverse(),
    ...(band ? { band } : {}),
    ...(range ? { range } : {}),
  }
}

const wordsOf = (one: Observation) =>
  one.valueString ?? one.valueCodeableConcept?.text ?? one.valueCodeableConcept?.coding?.[0]?.display

/** Released laboratory results: numbers as series per test, words as the newest finding per test. */
export function labSeries(observations: readonly Observation[]): Pick<ChartView, 'laboratory' | 'findings'> {
  const byTest = [...Map.groupBy(observations, testKey)]
  const findings = byTest.flatMap(([key, group]) => {
    const one = group.find((each) => wordsOf(each) !== undefined)
    const text = one && wordsOf(one)
    if (!one || !text) return []
    const flag = flagOf(one)
    return [
      {
        key,
        name: one.code.text ?? one.code.coding?.[0]?.display ?? key,
        text,
        at: timeOf(one),
        ...(flag ? { flag } : {}),
      },
    ]
  })
  const laboratory = byTest
    .flatMap(([key, group]) => labSeriesOf(key, group) ?? [])
    .sort((a, b) =>
      newestFirst({ key: a.key, at: a.points.at(-1)?.at ?? '' }, { key: b.key, at: b.points.at(-1)?.at ?? '' }),
    )
  return { laboratory, findings }
}

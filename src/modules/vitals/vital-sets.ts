import type { Observation } from '@medplum/fhirtypes'
import { lexemeOf, numberOf } from '#fhir/decimal.ts'
import { cs } from '#fhir/systems.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { News2View, VitalSet, WarningView } from './contract.ts'
import type { VitalRange } from './domain/check-vitals.ts'
import { bandFor, warningScores } from './domain/early-warning.ts'
import { warningRules } from './early-warning-rules.ts'

type Measure = VitalSet['measures'][string]

const codeOf = (one: { code?: Observation['code'] }, system: string) =>
  one.code?.coding?.find((coding) => coding.system === system)?.code

/** Puts the Observations of a visit together again as sets that were measured at one time; newest first. */
export function vitalSets(observations: readonly Observation[], ranges: readonly VitalRange[]): VitalSet[] {
  const byTime = new Map<string, Observation[]>()
  for (const one of observations) {
    if (one.status === 'entered-in-error' || !one.effectiveDateTime) continue
    byTime.set(one.effectiveDateTime, [...(byTime.get(one.effectiveDateTime) ?? []), one])
  }
  return [...byTime]
    .sort(([a], [b]) => Date.parse(b) - Date.parse(a))
    .map(([at, set]) => vitalSet(at, set, ranges))
}

function vitalSet(at: string, set: readonly Observation[], ranges: readonly VitalRange[]): VitalSet {
  const concept = (loinc: string) =>
    set.find((one) => codeOf(one, cs.loinc) === loinc)?.valueCodeableConcept?.coding?.[0]?.code
  const pregnancy = concept('82810-3')
  const score = set.find((one) => codeOf(one, cs.score) === 'NEWS2')
  const bmi = set.find((one) => codeOf(one, cs.loinc) === '39156-5')
  return {
    at,
    measures: measuresOf(set, ranges),
    ...present({
      by: set[0]?.performer?.[0]?.display,
      consciousness: concept('67775-7'),
      pregnant: pregnancy ? pregnancy === 'LA15173-0' : undefined,
      bmi: lexemeOf(bmi?.valueQuantity?.value),
      news2: score ? news2View(score) : undefined,
      warning: warningOf(set),
      note: set.find((one) => one.note)?.note?.[0]?.text,
    }),
  }
}

function measuresOf(set: readonly Observation[], ranges: readonly VitalRange[]): Record<string, Measure> {
  const measured = set.flatMap((one) => [one, ...(one.component ?? [])])
  return Object.fromEntries(
    ranges.flatMap((range) => {
      const found = measured.find((one) => codeOf(one, cs.loinc) === range.loinc)
      const value = lexemeOf(found?.valueQuantity?.value)
      if (value === undefined) return []
      const flag = found?.interpretation?.[0]?.coding?.[0]?.code
      return [
        [
          range.key,
          {
            value,
            unit: found?.valueQuantity?.code ?? range.unit,
            ...(flag === 'H' || flag === 'L' ? { flag } : {}),
          },
        ] as [string, Measure],
      ]
    }),
  )
}

const redPoints = { NEWS2: 3, PEWS: 3, MEOWS: 2 } as const

/** The early-warning score of a set with the level it stands for on that day. */
export function warningOf(set: readonly Observation[]): WarningView | undefined {
  for (const score of warningScores) {
    const made = set.find((one) => codeOf(one, cs.score) === score)
    const total = made?.valueInteger ?? numberOf(made?.valueQuantity?.value)
    if (!made?.effectiveDateTime || total === undefined) continue
    const parts = partsOf(made)
    const red = Object.values(parts).includes(redPoints[score])
    const band = bandFor(warningRules, { score, total, red }, dayInVietnam(new Date(made.effectiveDateTime)))
    return { score, total, red, parts, ...present({ level: band?.level }) }
  }
  return undefined
}

const partsOf = (score: Observation): Record<string, number> =>
  Object.fromEntries(
    (score.component ?? []).map((part) => [part.code?.coding?.[0]?.code ?? '', part.valueInteger ?? 0]),
  )

function news2View(score: Observation): News2View {
  const parts = partsOf(score)
  return {
    score: score.valueInteger ?? 0,
    red: Object.values(parts).includes(3),
    risk: score.interpretation?.[0]?.coding?.[0]?.code ?? '',
    parts,
    scale: score.method?.text?.endsWith('2') && score.method.text.includes('scale 2') ? 2 : 1,
  }
}

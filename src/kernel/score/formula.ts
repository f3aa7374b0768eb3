import { bodyMassIndex } from './body-mass.ts'
import { dosePerKg } from './dose.ts'
import { scoreErrors } from './errors.ts'
import { checkAge } from './evaluate-score.ts'
import { egfrCkdEpi2021, egfrSchwartz } from './kidney.ts'
import type { AgeLimits, ScoreLevel, ScoreWords } from './score.ts'

/** What a number below a bound means; the last has no bound. */
export interface FormulaBand {
  readonly below?: number
  readonly level: ScoreLevel
  readonly meaning: ScoreWords
}

/** A computed number with its inputs, as published: data/scores. */
export interface FormulaSheet {
  readonly code: string
  readonly validFrom: string
  readonly title: ScoreWords
  readonly source: string
  readonly formula: string
  /** UCUM */
  readonly unit: string
  readonly decimals: number
  readonly needsSex?: boolean
  readonly loinc?: string
  readonly age?: AgeLimits
  readonly inputs: readonly {
    readonly id: string
    readonly text: ScoreWords
    readonly unit: string
    readonly low: number
    readonly high: number
  }[]
  readonly bands: readonly FormulaBand[]
}

export interface FormulaSubject {
  readonly ageDays?: number
  readonly sex?: 'female' | 'male'
}

type Numbers = Readonly<Record<string, number>>
type Compute = (inputs: Numbers, sex: 'female' | 'male' | undefined) => number | undefined

const get = (inputs: Numbers, id: string) => inputs[id] ?? Number.NaN

/** The arithmetic of the sheets by name. */
const computations: Readonly<Record<string, Compute>> = {
  bodyMassIndex: (inputs) => {
    const index = bodyMassIndex(get(inputs, 'weight'), get(inputs, 'height'))
    return index === undefined ? undefined : Number(index)
  },
  egfrCkdEpi2021: (inputs, sex) => sex && egfrCkdEpi2021(get(inputs, 'creatinine'), get(inputs, 'ageYears'), sex),
  egfrSchwartz: (inputs) => egfrSchwartz(get(inputs, 'creatinine'), get(inputs, 'height')),
  dosePerKg: (inputs) =>
    dosePerKg(get(inputs, 'weight'), get(inputs, 'mgPerKg'), get(inputs, 'doses'), get(inputs, 'maxMg')).single,
}

export interface FormulaResult {
  /** As it is told, with the decimals of the sheet. */
  readonly text: string
  readonly value: number
  readonly band?: FormulaBand
}

/** Computes a sheet; inputs outside their bounds are refused by name. */
export function evaluateFormula(
  sheet: FormulaSheet,
  inputs: Numbers,
  subject: FormulaSubject = {},
): FormulaResult {
  checkAge(sheet.code, sheet.age, subject.ageDays)
  if (sheet.needsSex && subject.sex === undefined) throw scoreErrors.sexNeeded({ code: sheet.code })
  for (const { id, low, high } of sheet.inputs) {
    const value = Object.hasOwn(inputs, id) ? get(inputs, id) : Number.NaN
    if (!(value >= low && value <= high)) throw scoreErrors.outOfRange({ field: id, low, high })
  }
  const value = computations[sheet.formula]?.(inputs, subject.sex)
  if (value === undefined) throw scoreErrors.unknown({ code: sheet.code, day: sheet.validFrom })
  const text = value.toFixed(sheet.decimals)
  const band = sheet.bands.find(({ below }) => below === undefined || Number(text) < below)
  return { text, value, ...(band ? { band } : {}) }
}

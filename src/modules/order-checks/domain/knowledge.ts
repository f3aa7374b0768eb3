import type { Both, Level } from './alert.ts'
import type { Ingredient, Substances } from './facts.ts'

/** What every row of data/rules/medicines says of itself. */
export interface RuleRow {
  readonly id: string
  readonly level: Level
  readonly overridable: boolean
  readonly source: string
  readonly confidence: string
  readonly mode: 'on' | 'dry' | 'off'
  readonly validFrom: string
  readonly validTo: string
}

export interface InteractionRow extends RuleRow {
  /** A substance, or `class:` and the code of a class. */
  readonly a: string
  readonly b: string
  readonly effect: Both
  readonly action: Both
}

export interface DoseRow extends RuleRow {
  readonly ingredient: string
  readonly way: 'oral' | 'injection' | 'rectal' | 'any'
  readonly fromMonths: number
  readonly toMonths: number
  /** Of a dose and of a day, in `unit`; by weight in `unit` per kg. */
  readonly unit: 'mg' | 'IU'
  readonly maxDose: number | undefined
  readonly maxDay: number | undefined
  readonly maxDosePerKg: number | undefined
  readonly maxDayPerKg: number | undefined
  readonly minDosePerKg: number | undefined
}

export interface RenalRow extends RuleRow {
  readonly ingredient: string
  /** Speaks below this clearance. */
  readonly below: number
  /** Most in a day below it; the row speaks of every dose when absent. */
  readonly maxDay: number | undefined
  readonly advice: Both
}

export interface StateRow extends RuleRow {
  readonly ingredient: string
  readonly state: 'pregnancy' | 'breastfeeding'
  readonly fromWeek: number
  readonly toWeek: number
  readonly text: Both
  readonly action: Both
}

export interface ContraindicationRow extends RuleRow {
  readonly ingredient: string
  /** Beginnings of ICD-10 codes. */
  readonly icd: readonly string[]
  readonly belowMonths: number | undefined
  readonly text: Both
  readonly action: Both
}

export interface InsuranceRow extends RuleRow {
  readonly ingredient: string
  /** Paid for these diagnoses only. */
  readonly icd: readonly string[]
  readonly text: Both
}

export interface ClassRow {
  readonly code: string
  readonly name: Both
  readonly substances: readonly string[]
}

/** Which checks an ingredient was looked through for; what is not listed was not. */
export interface CoverageRow {
  readonly ingredient: string
  readonly checks: readonly CoveredCheck[]
}

export const coveredChecks = [
  'interaction',
  'dose',
  'renal',
  'pregnancy',
  'breastfeeding',
  'contraindication',
] as const
export type CoveredCheck = (typeof coveredChecks)[number]

export interface Knowledge {
  readonly classes: readonly ClassRow[]
  readonly interactions: readonly InteractionRow[]
  readonly doses: readonly DoseRow[]
  readonly renal: readonly RenalRow[]
  readonly states: readonly StateRow[]
  readonly contraindications: readonly ContraindicationRow[]
  readonly insurance: readonly InsuranceRow[]
  readonly coverage: readonly CoverageRow[]
}

export const inForce = <T extends RuleRow>(rows: readonly T[], day: string): T[] =>
  rows.filter((row) => row.mode !== 'off' && row.validFrom <= day && row.validTo >= day)

/** Names of the knowledge made into keys; built once for each reading of the files. */
export interface Names {
  /** Whether one of the ingredients is what a row means, a substance or a class. */
  meets(wanted: string, ingredients: readonly Ingredient[]): boolean
  covered(name: string): ReadonlySet<CoveredCheck>
}

export function namesOf(knowledge: Knowledge, substances: Substances): Names {
  const classes = new Map(
    knowledge.classes.map((one) => [one.code, new Set(one.substances.map((name) => substances.keyOf(name)))]),
  )
  const coverage = new Map(
    knowledge.coverage.map((row) => [substances.keyOf(row.ingredient), new Set(row.checks)]),
  )
  return {
    meets(wanted, ingredients) {
      if (!wanted.startsWith('class:')) {
        const key = substances.keyOf(wanted)
        return ingredients.some((one) => substances.keyOf(one.name) === key)
      }
      const members = classes.get(wanted.slice('class:'.length))
      return ingredients.some((one) => members?.has(substances.keyOf(one.name)))
    },
    covered: (name) => coverage.get(substances.keyOf(name)) ?? new Set(),
  }
}

/** What every alert takes from the row that speaks. */
export function fromRow(row: RuleRow, kind: string) {
  return {
    rule: `${kind}.${row.id}`,
    level: row.level,
    overridable: row.overridable,
    source: row.source,
    confidence: row.confidence,
    ...(row.mode === 'dry' ? { dry: true } : {}),
  }
}

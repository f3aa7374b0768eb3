import { addDays, type Day, daysBetween } from '#kernel/civil-date.ts'
import type { Ingredient } from '#kernel/drug/drug.ts'
import type { SubstanceIndex } from '#kernel/drug/substance.ts'
import type { Alert } from './alert.ts'
import type { Line } from './line.ts'

/** A drug of an earlier prescription that is still being taken. */
export interface ActiveDrug {
  readonly requestId: string
  readonly name: string
  readonly ingredients: readonly Ingredient[]
  readonly authoredOn: Day
  readonly days: number
}

/** A supply that ends within these days is being renewed, which is no mistake. */
const renewalDays = 7

/** Days of supply left on a day, that day included; 0 when used up. */
export function daysLeft(drug: Pick<ActiveDrug, 'authoredOn' | 'days'>, on: Day): number {
  return Math.max(0, daysBetween(on, addDays(drug.authoredOn, drug.days)))
}

const keys = (of: { readonly ingredients: readonly Ingredient[] }, index: SubstanceIndex) =>
  of.ingredients.map((one) => index.keyOf(one.name))

function sharedSubstance(
  a: readonly Ingredient[],
  b: { readonly ingredients: readonly Ingredient[] },
  index: SubstanceIndex,
) {
  const others = new Set(keys(b, index))
  return a.find((one) => others.has(index.keyOf(one.name)))
}

function sharedClass(a: readonly Ingredient[], b: readonly Ingredient[], index: SubstanceIndex) {
  const others = new Set(b.flatMap((one) => index.classesOf(one.name).map(({ code }) => code)))
  return a
    .flatMap((one) => index.classesOf(one.name))
    .find((one) => one.duplicate === true && others.has(one.code))
}

/** Two lines of one prescription with the same drug, substance, or class of effect. */
function within(lines: readonly Line[], index: SubstanceIndex): Alert[] {
  return lines.flatMap((line, at) =>
    lines.slice(0, at).flatMap((earlier): Alert[] => {
      const values = {
        drug: line.drug.ingredients.map((one) => one.name).join(' + '),
        other: earlier.drug.ingredients.map((one) => one.name).join(' + '),
      }
      const base = { kind: 'duplicate', lineId: line.id, cause: `MedicationRequest/${earlier.id}` } as const
      const pair = [earlier.drug.code, line.drug.code].sort().join(':')
      if (line.drug.code === earlier.drug.code)
        return [
          {
            ...base,
            key: `duplicate:line:${pair}`,
            level: 'stop',
            overridable: false,
            reason: 'duplicate.line',
            values,
          },
        ]
      const substance = sharedSubstance(line.drug.ingredients, earlier.drug, index)
      if (substance)
        return [
          {
            ...base,
            key: `duplicate:substance:${pair}`,
            level: 'warning',
            overridable: true,
            reason: 'duplicate.substance',
            values: { ...values, substance: substance.name },
          },
        ]
      const drugClass = sharedClass(line.drug.ingredients, earlier.drug.ingredients, index)
      if (!drugClass) return []
      return [
        {
          ...base,
          key: `duplicate:class:${pair}`,
          level: 'warning',
          overridable: true,
          reason: 'duplicate.class',
          values: { ...values, class: drugClass.name.vi, classEn: drugClass.name.en },
        },
      ]
    }),
  )
}

/** A line and what the patient still has at home from an earlier prescription. */
function withEarlier(
  lines: readonly Line[],
  active: readonly ActiveDrug[],
  index: SubstanceIndex,
  on: Day,
): Alert[] {
  return lines.flatMap((line) =>
    active.flatMap((earlier): Alert[] => {
      const left = daysLeft(earlier, on)
      const substance = sharedSubstance(line.drug.ingredients, earlier, index)
      if (left <= 0 || !substance) return []
      const renewal = left <= renewalDays && earlier.authoredOn < on
      return [
        {
          key: `duplicate:active:${earlier.requestId}:${line.drug.code}`,
          kind: 'duplicate',
          level: renewal ? 'note' : 'warning',
          overridable: true,
          lineId: line.id,
          reason: renewal ? 'duplicate.renewal' : 'duplicate.active',
          values: { drug: earlier.name, substance: substance.name, days: left, since: earlier.authoredOn },
          cause: `MedicationRequest/${earlier.requestId}`,
        },
      ]
    }),
  )
}

export function checkDuplicates(
  lines: readonly Line[],
  active: readonly ActiveDrug[],
  index: SubstanceIndex,
  on: Day,
): Alert[] {
  return [...within(lines, index), ...withEarlier(lines, active, index, on)]
}

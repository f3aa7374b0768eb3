import type { Both, CheckAlert } from './alert.ts'
import { amountsOf, doseAmount } from './amount.ts'
import { type PatientFacts, type ProposedDrug, type Substances, wayOf } from './facts.ts'
import { type DoseRow, fromRow, inForce, type Knowledge } from './knowledge.ts'

/** What a line gives of one ingredient. */
export interface Given {
  readonly ingredient: string
  readonly dose: number
  readonly day: number
  readonly unit: 'mg' | 'IU'
}

/** Amounts of each ingredient at one time and in a day; undefined where the strength does not tell. */
export function givenBy(drug: ProposedDrug): (Given | undefined)[] {
  const amounts = amountsOf(drug.strength)
  return drug.ingredients.map(({ name }, at) => {
    // A measured mass (`500 mg`) of a mixture says nothing of its parts.
    const amount = amounts[at]
    const one = drug.ingredients.length > 1 && drug.doseUnit && !/^ml$/i.test(drug.doseUnit) ? undefined : amount
    const given = doseAmount(
      one,
      drug.dose,
      drug.ingredients.length > 1 && one === undefined ? '?' : drug.doseUnit,
    )
    return given && { ingredient: name, dose: given.value, day: given.value * drug.timesADay, unit: given.unit }
  })
}

const round = (value: number) => String(Math.round(value * 100) / 100).replace('.', ',')

/** `4.000` for the eye would be read as four in English: no thousands are marked. */
const figure = (value: number, unit: string): Both => ({
  vi: `${round(value)} ${unit}`,
  en: `${round(value).replace(',', '.')} ${unit}`,
})

interface Limit {
  readonly of: 'dose' | 'day'
  readonly most: number
  readonly perKg?: number
}

function limits(row: DoseRow, weightKg: number | undefined): Limit[] {
  const kg = (perKg: number | undefined, of: Limit['of']): Limit[] =>
    perKg === undefined || weightKg === undefined ? [] : [{ of, most: perKg * weightKg, perKg }]
  return [
    ...kg(row.maxDosePerKg, 'dose'),
    ...kg(row.maxDayPerKg, 'day'),
    ...(row.maxDose === undefined ? [] : [{ of: 'dose' as const, most: row.maxDose }]),
    ...(row.maxDay === undefined ? [] : [{ of: 'day' as const, most: row.maxDay }]),
  ]
}

const times: Record<Limit['of'], Both> = {
  dose: { vi: 'một lần', en: 'at one time' },
  day: { vi: 'một ngày', en: 'a day' },
}

function tooMuch(drug: ProposedDrug, given: Given, row: DoseRow, limit: Limit, facts: PatientFacts): CheckAlert {
  const value = figure(given[limit.of], given.unit)
  const most = figure(limit.most, given.unit)
  const kg =
    limit.perKg === undefined ? '' : ` (${round(limit.perKg)} ${given.unit}/kg × ${round(facts.weightKg ?? 0)} kg)`
  return {
    ...fromRow(row, 'dose'),
    key: `dose:${row.id}:${limit.of}:${drug.code}:${round(given[limit.of])}`,
    kind: 'dose',
    lineId: drug.lineId,
    what: {
      vi: `Quá liều ${given.ingredient}: ${value.vi} ${times[limit.of].vi}`,
      en: `Too much ${given.ingredient}: ${value.en} ${times[limit.of].en}`,
    },
    why: {
      vi: `Tối đa ${most.vi} ${times[limit.of].vi}${kg}`,
      en: `At most ${most.en} ${times[limit.of].en}${kg}`,
    },
    todo: { vi: 'Giảm liều hoặc số lần', en: 'Reduce the dose or how often it is given' },
  }
}

function tooLittle(drug: ProposedDrug, given: Given, row: DoseRow, weightKg: number): CheckAlert {
  const least = figure((row.minDosePerKg ?? 0) * weightKg, given.unit)
  return {
    ...fromRow(row, 'dose'),
    level: 'note',
    key: `dose:${row.id}:low:${drug.code}:${round(given.dose)}`,
    kind: 'dose',
    lineId: drug.lineId,
    what: { vi: `Liều ${given.ingredient} thấp`, en: `Low dose of ${given.ingredient}` },
    why: { vi: `Ít nhất ${least.vi} một lần theo cân nặng`, en: `At least ${least.en} at one time by weight` },
    todo: { vi: 'Xem lại liều', en: 'Look at the dose again' },
  }
}

function weightMissing(drug: ProposedDrug, row: DoseRow): CheckAlert {
  return {
    ...fromRow(row, 'dose'),
    level: 'warning',
    overridable: true,
    key: `dose:${row.id}:weight:${drug.code}`,
    kind: 'dose',
    lineId: drug.lineId,
    what: {
      vi: `Chưa có cân nặng để tính liều ${row.ingredient}`,
      en: `No weight to reckon the dose of ${row.ingredient}`,
    },
    why: { vi: 'Liều của trẻ em tính theo cân nặng', en: "A child's dose goes by weight" },
    todo: { vi: 'Cân người bệnh rồi ghi vào', en: 'Weigh the patient and enter it' },
  }
}

function ofRow(drug: ProposedDrug, given: Given, row: DoseRow, facts: PatientFacts): CheckAlert[] {
  const byWeight = row.maxDosePerKg !== undefined || row.maxDayPerKg !== undefined
  if (byWeight && facts.weightKg === undefined) return [weightMissing(drug, row)]
  const over = limits(row, facts.weightKg)
    .filter((limit) => given[limit.of] > limit.most * 1.02)
    .sort((a, b) => a.most - b.most)[0]
  if (over) return [tooMuch(drug, given, row, over, facts)]
  const low = row.minDosePerKg !== undefined && facts.weightKg !== undefined
  const reachesAdult = row.maxDose !== undefined && given.dose >= row.maxDose
  if (low && !reachesAdult && given.dose < (row.minDosePerKg ?? 0) * (facts.weightKg ?? 0) * 0.9)
    return [tooLittle(drug, given, row, facts.weightKg ?? 0)]
  return []
}

/** Rows that are about this ingredient, way and age. */
export function doseRows(
  knowledge: Knowledge,
  facts: PatientFacts,
  drug: ProposedDrug,
  key: string,
  keys: Substances,
) {
  const way = wayOf(drug.routeCode)
  if (way === 'local') return []
  // Where the birth day is unknown the patient is taken as grown up: the widest limits still hold.
  const months = facts.ageMonths ?? 600
  return inForce(knowledge.doses, facts.day).filter(
    (row) =>
      keys.keyOf(row.ingredient) === key &&
      (row.way === 'any' || row.way === way) &&
      row.fromMonths <= months &&
      months < row.toMonths,
  )
}

/** Doses by age and weight, of every ingredient. */
export function checkDoses(
  drugs: readonly ProposedDrug[],
  facts: PatientFacts,
  knowledge: Knowledge,
  substances: Substances,
): CheckAlert[] {
  return drugs.flatMap((drug) =>
    givenBy(drug).flatMap((given) => {
      if (!given) return []
      return doseRows(knowledge, facts, drug, substances.keyOf(given.ingredient), substances)
        .filter((row) => row.unit === given.unit)
        .flatMap((row) => ofRow(drug, given, row, facts))
    }),
  )
}

import type { Day } from '#kernel/civil-date.ts'
import { type AllergyLevel, checkAllergies, type KnownAllergy } from '#kernel/drug/check-allergies.ts'
import type { SubstanceIndex } from '#kernel/drug/substance.ts'
import { type Alert, graveFirst } from './alert.ts'
import { type ActiveDrug, checkDuplicates } from './check-duplicates.ts'
import { type DayLimits, limitsOn, maxDays } from './day-limits.ts'
import type { Line } from './line.ts'
import { type LongCourseDisease, longCourseDisease } from './long-course.ts'
import { quantityFor } from './quantity.ts'
import { missingForYoungChild, youngChildAge } from './young-child.ts'

export interface PrescriptionRules {
  readonly substances: SubstanceIndex
  readonly allergyLevels: readonly AllergyLevel[]
  readonly dayLimits: readonly DayLimits[]
  readonly longCourse: readonly LongCourseDisease[]
}

/** All that decides about a prescription, read once. */
export interface Situation {
  readonly today: Day
  readonly birthDate?: string | undefined
  readonly weightKg?: number | undefined
  readonly companion?: string | undefined
  readonly diagnoses: readonly string[]
  readonly allergies: readonly KnownAllergy[]
  readonly active: readonly ActiveDrug[]
}

function checkDays(lines: readonly Line[], about: Situation, rules: PrescriptionRules): Alert[] {
  const limits = limitsOn(about.today, rules.dayLimits)
  if (!limits) return []
  const listed = about.diagnoses.some((code) => longCourseDisease(code, rules.longCourse) !== undefined)
  return lines.flatMap((line): Alert[] => {
    const max = maxDays(limits, line.drug.kind, listed)
    if (line.days <= max) return []
    return [
      {
        key: `days:${line.drug.code}:${line.days}`,
        kind: 'days',
        level: 'stop',
        overridable: false,
        lineId: line.id,
        reason: `days.${line.drug.kind}`,
        values: { days: line.days, max, listedMax: limits.listedMaxDays },
      },
    ]
  })
}

/** Too few for the course is said; more than the course needs is accepted for ordinary drugs only. */
function checkQuantities(lines: readonly Line[]): Alert[] {
  return lines.flatMap((line): Alert[] => {
    if (line.doseUnit && line.doseUnit !== line.drug.unit) return []
    const needed = quantityFor(line)
    if (line.quantity === needed || (line.asNeeded && line.quantity < needed)) return []
    const tooMany = line.quantity > needed
    return [
      {
        key: `quantity:${line.drug.code}:${line.quantity}:${needed}`,
        kind: 'quantity',
        level: tooMany ? (line.drug.kind === 'C' ? 'warning' : 'stop') : 'note',
        overridable: !tooMany || line.drug.kind === 'C',
        lineId: line.id,
        reason: tooMany ? 'quantity.tooMany' : 'quantity.tooFew',
        values: { quantity: line.quantity, needed, unit: line.drug.unit, days: line.days },
      },
    ]
  })
}

function checkChild(about: Situation): Alert[] {
  const months = youngChildAge(about.birthDate, about.today)
  return missingForYoungChild(months, about).map((need) => ({
    key: `child:${need}`,
    kind: need === 'weight' ? 'weight-missing' : 'companion-missing',
    level: 'stop',
    overridable: false,
    reason: `child.${need}`,
    values: { months: months ?? 0 },
  }))
}

/** Every alert of a prescription, the gravest first. */
export function checkPrescription(lines: readonly Line[], about: Situation, rules: PrescriptionRules): Alert[] {
  if (lines.length === 0) return []
  return [
    ...checkChild(about),
    ...checkAllergies(lines, about.allergies, rules.substances, rules.allergyLevels),
    ...checkDays(lines, about, rules),
    ...checkQuantities(lines),
    ...checkDuplicates(lines, about.active, rules.substances, about.today),
  ].sort(graveFirst)
}

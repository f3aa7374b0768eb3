import { readFileSync } from 'node:fs'
import { drugRules } from '#modules/order-checks/index.ts'
import type { PrescriptionRules } from './domain/check-prescription.ts'
import type { DayLimits } from './domain/day-limits.ts'
import { readLongCourse } from './domain/long-course.ts'

const file = (name: string) =>
  readFileSync(new URL(`../../../data/rules/prescriptions/${name}`, import.meta.url), 'utf8')

function readRules(): PrescriptionRules {
  const rows = file('over-30-days.tsv')
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((row) => row.split('\t'))
  return {
    dayLimits: JSON.parse(file('day-limits.json')) as DayLimits[],
    ...drugRules(),
    longCourse: rows.map(([, , name = '', codes = '']) => readLongCourse(name, codes)),
  }
}

let read: PrescriptionRules | undefined

/** The rules of data/rules/prescriptions, read at the first use and kept. */
export function prescriptionRules(): PrescriptionRules {
  read ??= readRules()
  return read
}

import { readFileSync } from 'node:fs'
import type { Course, Need } from './domain/training-state.ts'

export interface TrainingRules {
  readonly courses: readonly Course[]
  readonly needs: readonly Need[]
  readonly soonDays: number
}

const file = new URL('../../../data/training/courses.json', import.meta.url)
export const rules = JSON.parse(readFileSync(file, 'utf8')) as TrainingRules

const fold = (text: string) => text.trim().normalize('NFC').toLowerCase()

/** A course by its code or by its title in either language. */
export function findCourse(text: string): Course | undefined {
  return rules.courses.find(({ code, title }) =>
    [code, title.vi, title.en].some((name) => fold(name) === fold(text)),
  )
}

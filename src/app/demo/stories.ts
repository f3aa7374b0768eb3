import { readFileSync } from 'node:fs'
import type { Sex } from './invent-name.ts'
import type { Random } from './random.ts'

/** Lowest and highest. */
export type Span = readonly [number, number]

export interface StoryDrug {
  /** Code of the drug list. */
  readonly drug: string
  readonly dose: number
  readonly timesADay: number
  readonly days: number
  /** FHIR Timing.repeat.when: MORN NOON AFT EVE HS. */
  readonly moments: readonly string[]
  readonly meal?: 'AC' | 'C' | 'PC'
  readonly asNeeded?: string
  readonly note?: string
  readonly everyDays?: number
}

/** One visit that could have been: what the patient tells, what is found, done and advised. */
export interface Story {
  readonly id: string
  readonly title: string
  /** Specialty of the room, as in rooms.tsv. */
  readonly room: string
  readonly sex?: Sex
  readonly ageMonths: Span
  readonly weight: number
  /** The main diagnosis belongs on the problem list. */
  readonly chronic?: boolean
  readonly pregnant?: boolean
  readonly reason: string
  readonly history: string
  readonly ownHistory: string
  readonly familyHistory: string
  readonly general: string
  readonly organs: string
  /** ICD-10, the main diagnosis first. */
  readonly icd: readonly string[]
  readonly diagnosis: string
  readonly vitals: Readonly<
    Partial<Record<'pulse' | 'systolic' | 'diastolic' | 'temperature' | 'respiration' | 'spo2', Span>>
  >
  /** Codes of tests and panels. */
  readonly tests: readonly string[]
  readonly services: readonly string[]
  /** Results out of the ordinary, by test; the others are normal. */
  readonly results: Readonly<Record<string, Span | string>>
  readonly labSummary: string
  readonly allergy?: {
    readonly text: string
    readonly class?: string
    readonly category: 'food' | 'medication'
    readonly reaction: string
  }
  readonly drugs: readonly StoryDrug[]
  readonly treatment?: string
  readonly method: string
  readonly state: string
  readonly plan: string
  readonly advice: string
  readonly reexamDays: number
}

let read: readonly Story[] | undefined

export function allStories(): readonly Story[] {
  read ??= JSON.parse(
    readFileSync(new URL('../../../data/demo/stories.json', import.meta.url), 'utf8'),
  ) as readonly Story[]
  return read
}

/** A story that fits a person; undefined when none does. */
export function pickStory(
  random: Random,
  person: { readonly sex: Sex; readonly ageMonths: number },
): Story | undefined {
  const fitting = allStories().filter(
    ({ sex, ageMonths: [from, to] }) =>
      (sex === undefined || sex === person.sex) && person.ageMonths >= from && person.ageMonths <= to,
  )
  return fitting.length > 0 ? random.weighted(fitting) : undefined
}

import { readFileSync } from 'node:fs'

type Span = readonly [number, number]

export interface StoryDrug {
  readonly drug: string
  readonly dose: number
  readonly timesADay: number
  readonly days: number
  readonly moments: readonly string[]
  readonly meal?: string
  readonly asNeeded?: string
  readonly note?: string
}

/** One plausible outpatient visit, data/demo/stories.json. */
export interface Story {
  readonly id: string
  readonly room: string
  readonly ageFrom: number
  readonly ageTo: number
  readonly weight: number
  readonly sex?: 'male' | 'female'
  readonly chronic?: boolean
  readonly newborn?: boolean
  readonly pregnant?: boolean
  readonly reason: string
  readonly history: string
  readonly ownHistory: string
  readonly familyHistory: string
  readonly general: string
  readonly organs: string
  readonly icd: readonly string[]
  readonly vitals: Readonly<Record<string, Span>>
  readonly tests: readonly string[]
  readonly results: Readonly<Record<string, Span | string>>
  readonly labSummary: string
  readonly drugs: readonly StoryDrug[]
  readonly treatment?: string
  readonly method: string
  readonly state: string
  readonly plan: string
  readonly advice: string
  readonly reexamDays?: number
  readonly allergy?: { readonly substance: string; readonly reaction?: string; readonly anaphylaxis?: string }
}

let known: readonly Story[] | undefined

export function stories(): readonly Story[] {
  known ??= JSON.parse(
    readFileSync(new URL('../../../data/demo/stories.json', import.meta.url), 'utf8'),
  ) as Story[]
  return known
}

export interface Protagonist {
  readonly sex: string
  readonly ageMonths: number
}

/** Stories that a person of this age and sex can have. */
export function storiesFor(person: Protagonist): readonly Story[] {
  const years = Math.floor(person.ageMonths / 12)
  return stories().filter((story) => {
    if (story.newborn) return person.ageMonths < 1
    if (person.ageMonths < 1) return false
    return years >= story.ageFrom && years <= story.ageTo && (!story.sex || story.sex === person.sex)
  })
}

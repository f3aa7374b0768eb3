import { readFileSync } from 'node:fs'
import { readTable } from '#platform/read-table.ts'
import { type InventedPerson, inventPerson } from './invent-people.ts'
import type { Random } from './random.ts'
import type { Story } from './stories.ts'

/** Why somebody lies in a ward and what is done for them; data/demo/stays.json. */
export interface StayStory {
  readonly id: string
  readonly department: string
  readonly sex?: 'male' | 'female'
  readonly ageMonths: readonly [number, number]
  readonly icd: string
  /** 1, 2 or 3. */
  readonly careLevel: string
  readonly reason: string
  readonly course: string
  readonly vitals: Story['vitals']
  readonly drugs: readonly StayDrug[]
}

export interface StayDrug {
  readonly drugCode: string
  readonly dose: number
  readonly schedule: { readonly type: string; readonly at?: readonly string[] }
}

const folder = new URL('../../../data/demo/', import.meta.url)

export function stayStories(): readonly StayStory[] {
  return JSON.parse(readFileSync(new URL('stays.json', folder), 'utf8')) as readonly StayStory[]
}

interface Bed {
  readonly id: string
  readonly department: string
  readonly sex: string
}

/** Beds of data/demo/wards.tsv with somebody in them: four of five. */
function takenBeds(): readonly Bed[] {
  return readTable(new URL('wards.tsv', folder)).flatMap((row) =>
    Array.from({ length: Number(row['beds']) }, (_, index) => Number(row['firstBed']) + index)
      .filter((number) => number % 5 !== 4)
      .map((number) => ({
        id: `bed-${(row['department'] ?? '').replace('dept-', '')}-${String(number).padStart(2, '0')}`,
        department: row['department'] ?? '',
        sex: row['sex'] ?? '',
      })),
  )
}

export interface PlannedStay {
  readonly bedId: string
  readonly story: StayStory
  readonly person: InventedPerson
}

/** Numbers of invented people that no outpatient of the demo hospital has. */
const firstPerson = 100_000

function personFor(bed: Bed, story: StayStory, taken: Set<number>, seed: string, today: string): InventedPerson {
  const sex = story.sex ?? (bed.sex || undefined)
  for (let index = firstPerson; ; index++) {
    if (taken.has(index)) continue
    const person = inventPerson(index, { seed, today })
    const [from, to] = story.ageMonths
    const fits = person.ageMonths >= from && person.ageMonths <= to && (!sex || person.form.sex === sex)
    if (!fits) continue
    taken.add(index)
    return person
  }
}

/** Who lies in which bed, the same for the same seed; departments without a story have their beds free. */
export function planStays(random: Random, count: number, seed: string, today: string): readonly PlannedStay[] {
  const stories = stayStories()
  const taken = new Set<number>()
  const perDepartment = Map.groupBy(takenBeds(), (bed) => bed.department)
  const planned: PlannedStay[] = []
  for (let turn = 0; planned.length < count && turn < 40; turn++) {
    for (const [department, beds] of perDepartment) {
      const bed = beds[turn]
      const fitting = stories.filter(
        (one) => one.department === department && (!bed?.sex || !one.sex || one.sex === bed.sex),
      )
      if (!bed || fitting.length === 0 || planned.length >= count) continue
      const story = random.pick(fitting)
      planned.push({ bedId: bed.id, story, person: personFor(bed, story, taken, seed, today) })
    }
  }
  return planned
}

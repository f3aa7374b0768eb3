import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { defineErrors } from '#kernel/app-error.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { readLabCatalogue } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import { isTraining } from '#platform/training.ts'
import type { OpenServices } from '../open-services.ts'
import { type InventedPerson, inventPerson } from './invent-people.ts'
import { type Random, randomFrom } from './random.ts'
import { registerVisitor } from './register-visitor.ts'
import { type SeedClock, seedClient } from './seed-client.ts'
import type { TellSeed } from './seed-demo.ts'
import { seedStays } from './seed-stays.ts'
import { readStaff } from './staff.ts'
import { pickStory, type Story } from './stories.ts'
import { closeDay, type MadeVisit, makeVisit, reaches, type Scene, type Stage, type Visitor } from './visit.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** Who is trained meets other people than those of the demo. */
const seedOf = () => (isTraining() ? 'tap-huan' : 'ngan-pho')

const { interrupted } = defineErrors('demo', {
  interrupted: {
    category: 'conflict',
    text: 'The demo hospital in {folder} was interrupted while it was made. Delete that folder and start again.',
  },
})

interface PlannedVisit {
  readonly person: number
  readonly story: Story
  readonly at: Date
  readonly upTo: Stage
}

/** Where today's visits stand, in turn; the others were here on an earlier day. */
const todayStages: readonly (Stage | 'none')[] = [
  'archived',
  'triaged',
  'resulted',
  'arrived',
  'none',
  'concluded',
  'ordered',
  'arrived',
  'triaged',
  'finished',
  'arrived',
  'collected',
  'none',
  'arrived',
  'triaged',
  'arrived',
  'triaged',
  'ordered',
  'arrived',
  'none',
  'triaged',
  'resulted',
  'arrived',
  'triaged',
  'collected',
  'arrived',
  'ordered',
  'none',
  'arrived',
  'triaged',
]
/** Earlier days with visits, so that there are trends to see. */
const earlierDays = [91, 58, 30, 7] as const
/** Visits of one day that are played side by side. */
const sideBySide = 4

/** Minutes ago that the first of today's visits began. */
const longestAgo = 260

/** How long the minutes of today are: soon after midnight they are short, so that nothing began yesterday or is to come. */
function paceOfToday(now: Date): number {
  const midnight = Date.parse(`${dayInVietnam(now)}T00:00:00+07:00`)
  return Math.min(1, (now.getTime() - midnight) / (longestAgo * minuteMs))
}

const ago = (now: Date, minutes: number) => new Date(now.getTime() - minutes * minuteMs * paceOfToday(now))

function earlierStart(now: Date, daysAgo: number, random: Random): Date {
  const day = dayInVietnam(new Date(now.getTime() - daysAgo * dayMs))
  return new Date(Date.parse(`${day}T07:30:00+07:00`) + random.between(0, 360) * minuteMs)
}

function visitsOf(person: InventedPerson, index: number, now: Date): readonly PlannedVisit[] {
  const random = randomFrom(seedOf(), 'visits', index)
  const story = pickStory(random, { sex: person.form.sex, ageMonths: person.ageMonths })
  if (!story) return []
  const stage = todayStages[index % todayStages.length] ?? 'none'
  const newborn = person.ageMonths < 3
  const days = newborn
    ? []
    : story.chronic && index % 6 === 0
      ? earlierDays.slice(index % 12 === 0 ? 1 : 2, 3)
      : stage === 'none' && index % 8 === 4
        ? [earlierDays[3]]
        : []
  return [
    ...days.map((daysAgo) => ({
      person: index,
      story,
      at: earlierStart(now, daysAgo, random),
      upTo: 'archived' as const,
    })),
    ...(stage === 'none'
      ? []
      : [{ person: index, story, at: ago(now, random.between(130, longestAgo)), upTo: stage }]),
  ]
}

/** Planned visits by day, in the order of time. */
function plan(people: readonly InventedPerson[], now: Date): readonly (readonly PlannedVisit[])[] {
  const visits = people
    .flatMap((person, index) => visitsOf(person, index, now))
    .sort((a, b) => a.at.getTime() - b.at.getTime())
  return [...Map.groupBy(visits, (visit) => dayInVietnam(visit.at)).values()]
}

interface Seeding {
  readonly scene: Omit<Scene, 'random'>
  readonly people: readonly InventedPerson[]
  readonly visitors: Map<number, Promise<Visitor>>
  visited(): void
}

function visitorOf({ scene, people, visitors }: Seeding, index: number): Promise<Visitor> {
  const known =
    visitors.get(index) ??
    registerVisitor(scene, people[index] as InventedPerson, randomFrom(seedOf(), 'card', index))
  visitors.set(index, known)
  return known
}

interface Day {
  readonly visits: readonly PlannedVisit[]
  readonly evening: Date
  readonly pace: number
}

async function playDay(seeding: Seeding, { visits, evening, pace }: Day): Promise<void> {
  const { scene } = seeding
  const waiting = [...visits]
  const made: MadeVisit[] = []
  let ended = evening.getTime()
  const play = async () => {
    for (let visit = waiting.shift(); visit; visit = waiting.shift()) {
      const { person, story, at, upTo } = visit
      made.push(
        await scene.clock.apart(
          at,
          async () => {
            const visitor = await visitorOf(seeding, person)
            const random = randomFrom(seedOf(), person, story.id, at.getTime())
            const visit = await makeVisit({ ...scene, random }, visitor, story, upTo)
            if (reaches(upTo, 'finished')) ended = Math.max(ended, scene.clock.now().getTime())
            return visit
          },
          pace,
        ),
      )
      seeding.visited()
    }
  }
  await Promise.all(Array.from({ length: sideBySide }, play))
  const close = () => closeDay({ ...scene, random: randomFrom(seedOf(), 'evening') }, made)
  await scene.clock.apart(new Date(ended), close, pace)
}

/** Registers the invented patients and plays their visits in the order of time, through the screens' commands. */
export async function seedPatients(
  services: OpenServices,
  ctx: Context,
  clock: SeedClock,
  now: Date,
  count: number,
  tell: TellSeed,
): Promise<void> {
  const mark = join(ctx.config.dataDir, 'demo-hospital')
  const state = await readFile(mark, 'utf8').catch(() => '')
  if (state === 'whole' || count === 0) return
  if (state === 'begun') throw interrupted({ folder: ctx.config.dataDir })
  await writeFile(mark, 'begun')
  const client = await seedClient(services)
  try {
    const { tests } = await readLabCatalogue(ctx)
    const today = dayInVietnam(now)
    const people = Array.from({ length: count }, (_, index) => inventPerson(index, { seed: seedOf(), today }))
    const days = plan(people, now)
    const all = days.reduce((sum, visits) => sum + visits.length, 0)
    let done = 0
    const visited = () => tell('visits of the demo hospital', ++done, all)
    const seeding: Seeding = {
      scene: { client, clock, tests, staff: await readStaff(ctx) },
      people,
      visitors: new Map(),
      visited,
    }
    for (const visits of days) {
      const day = dayInVietnam(visits[0]?.at ?? now)
      const evening = day === today ? ago(now, 45) : new Date(`${day}T17:00:00+07:00`)
      await playDay(seeding, { visits, evening, pace: day === today ? paceOfToday(now) : 1 })
    }
    clock.set(now)
    for (const index of people.keys()) await visitorOf(seeding, index)
    await registerPatientAccount(seeding.scene, ctx)
    await seedStays(seeding.scene, { now, seed: seedOf(), count: Math.min(40, count) }, (stay, of) =>
      tell('patients in the wards', stay, of),
    )
    await writeFile(mark, 'whole')
  } finally {
    await client.close()
  }
}

/** The person behind the account `benhnhan`. */
async function registerPatientAccount({ client, staff }: Omit<Scene, 'random'>, ctx: Context): Promise<void> {
  const patient = {
    name: 'Đặng Thị Huyền',
    sex: 'female',
    birthDate: '1986-08-04',
    cccd: '099186999999',
    phone: '0999000999',
  }
  const { id } = await client.post<{ id: string }>(staff.reception, '/api/patients', { patient })
  await sql`update account set patient_id = ${id} where facility = ${ctx.facility} and user_name = 'benhnhan'`.execute(
    ctx.db,
  )
}

import { dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'
import type { OpenServices } from '../open-services.ts'
import { type InventedPerson, inventPerson } from './invent-people.ts'
import { type Random, randomFrom } from './random.ts'
import { type SeedClock, seedClient } from './seed-client.ts'
import type { TellSeed } from './seed-demo.ts'
import { readStaff } from './staff.ts'
import { type Story, storiesFor } from './story.ts'
import { makeVisit, type Scene, type Stage, type Visitor } from './visit.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const seed = 'ngan-pho'

interface PlannedVisit {
  readonly person: number
  readonly story: Story
  readonly at: Date
  readonly upTo: Stage
}

/** Where today's visits stand, in turn; everybody else was here before. */
const todayStages: readonly (Stage | 'none')[] = [
  'archived',
  'triaged',
  'resulted',
  'arrived',
  'none',
  'concluded',
  'ordered',
  'archived',
  'triaged',
  'finished',
  'arrived',
  'collected',
  'none',
  'archived',
  'resulted',
]

/** Today's visits began in the last four hours, but not yesterday. */
function todayStart(now: Date, random: Random): Date {
  const midnight = Date.parse(`${dayInVietnam(now)}T00:00:00+07:00`)
  return new Date(Math.max(midnight + minuteMs, now.getTime() - random.between(100, 240) * minuteMs))
}

function pastStart(now: Date, daysAgo: number, random: Random): Date {
  const day = dayInVietnam(new Date(now.getTime() - daysAgo * dayMs))
  return new Date(Date.parse(`${day}T07:30:00+07:00`) + random.between(0, 420) * minuteMs)
}

function plan(people: readonly InventedPerson[], now: Date): readonly PlannedVisit[] {
  const visits = people.flatMap((person, index): PlannedVisit[] => {
    const random = randomFrom(seed, 'visits', index)
    const fitting = storiesFor({ sex: person.form.sex, ageMonths: person.ageMonths })
    if (fitting.length === 0) return []
    const story = random.weighted(fitting)
    const stage = todayStages[index % todayStages.length] ?? 'none'
    const past = story.chronic
      ? [random.between(85, 95), random.between(28, 34)]
      : stage === 'none'
        ? [random.between(3, 40)]
        : []
    return [
      ...past.map((daysAgo) => ({
        person: index,
        story,
        at: pastStart(now, daysAgo, random),
        upTo: 'archived' as const,
      })),
      ...(stage === 'none' ? [] : [{ person: index, story, at: todayStart(now, random), upTo: stage }]),
    ]
  })
  return visits.sort((a, b) => a.at.getTime() - b.at.getTime())
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
  const [someone] = await searchResources(ctx, 'Patient', { _count: '1' })
  if (someone || count === 0) return
  const client = await seedClient(services)
  try {
    const staff = await readStaff(ctx)
    const people = Array.from({ length: count }, (_, index) =>
      inventPerson(index, { seed, today: dayInVietnam(now) }),
    )
    const visitors: (Visitor | undefined)[] = []
    const visits = plan(people, now)
    for (const [done, visit] of visits.entries()) {
      const person = people[visit.person]
      if (!person) continue
      clock.set(visit.at)
      const scene: Scene = { client, clock, staff, random: randomFrom(seed, visit.person, visit.story.id, done) }
      const visitor = visitors[visit.person] ?? (await register(scene, person))
      visitors[visit.person] = visitor
      await makeVisit(scene, visitor, visit.story, visit.upTo)
      tell('visits of the demo hospital', done + 1, visits.length)
    }
    clock.set(now)
    for (const [index, person] of people.entries())
      if (!visitors[index]) await register({ client, clock, staff, random: randomFrom(seed, index) }, person)
  } finally {
    await client.close()
  }
}

async function register({ client, staff, random }: Scene, person: InventedPerson): Promise<Visitor> {
  const { id } = await client.post<{ id: string }>(staff.reception, '/api/patients', { patient: person.form })
  return {
    patientId: id,
    sex: person.form.sex,
    ageMonths: person.ageMonths,
    insured: person.form.insurance !== undefined && random.chance(0.9),
    newborn: person.form.noIdentity === 'newborn',
    companion: person.form.contact?.name ?? 'Người nhà đi cùng',
  }
}

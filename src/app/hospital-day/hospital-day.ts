import { setTimeout as sleep } from 'node:timers/promises'
import { dayInVietnam } from '#kernel/civil-date.ts'
import type { LabTest } from '#modules/terminology/index.ts'
import { type InventedPerson, inventPerson } from '../demo/invent-people.ts'
import { type Random, randomFrom } from '../demo/random.ts'
import { registerVisitor } from '../demo/register-visitor.ts'
import { pickStory, type Story } from '../demo/stories.ts'
import { closeDay, makeVisit, type Scene, type Stage } from '../demo/visit.ts'
import type { Desk } from './desk.ts'
import { type PacedClock, pacedClock } from './paced-clock.ts'
import { nextScreen, type Seen, type Sight } from './screens.ts'
import { type Crew, openCrew, staffOverHttp, timed } from './staff-over-http.ts'
import { type ActionReport, makeTally, type Tally } from './tally.ts'
import { nurse } from './ward-work.ts'

export interface DayAsked {
  readonly url: string
  readonly patients: number
  /** People at screens at the same time. */
  readonly users: number
  /** Minutes of the story in a minute of the world. */
  readonly speed: number
  /** Seconds of the world between two screens of one person. */
  readonly thinkSeconds: number
}

export interface DayReport {
  readonly patients: { readonly expected: number; readonly processed: number; readonly failed: number }
  readonly seconds: number
  readonly users: number
  readonly actions: readonly ActionReport[]
  /** What the first failures said, ten of them. */
  readonly failures: readonly string[]
}

/** Patients come from half past six to four, most of them early: share of the day at which the n-th of all comes. */
export function arrival(n: number, of: number): number {
  return (of <= 1 ? 0 : n / (of - 1)) ** 1.6
}

const dayMinutes = 9.5 * 60
const stagesAtTheEnd: readonly Stage[] = ['archived', 'archived', 'finished', 'archived', 'resulted']

interface Day extends DayAsked {
  readonly crew: Crew
  readonly clock: PacedClock
  readonly tally: Tally
  readonly failures: string[]
  readonly random: Random
  /** Laboratory catalogue by code. */
  readonly tests: ReadonlyMap<string, LabTest>
  /** Ids of departments with somebody in a bed. */
  readonly departments: readonly string[]
}

function failed(day: Day, error: unknown): void {
  if (day.failures.length < 10) day.failures.push(error instanceof Error ? error.message : String(error))
}

/** Numbers that no earlier simulation gave out: one for each second of some days. */
const firstPerson = (now: Date) => 20_000 + (Math.floor(now.getTime() / 1000) % 400_000)

/** Who comes n-th, and why: the first of the invented people in this place whom a story fits. */
function comer(day: Day, n: number, start: Date, random: Random): { person: InventedPerson; story: Story } {
  const today = dayInVietnam(start)
  for (let index = firstPerson(start) + n; ; index += day.patients) {
    const person = inventPerson(index, { seed: `day-${start.getTime()}`, today })
    const story = pickStory(random, { sex: person.form.sex, ageMonths: person.ageMonths })
    if (story) return { person, story }
  }
}

async function visit(day: Day, n: number, start: Date): Promise<boolean> {
  const at = new Date(start.getTime() + (arrival(n, day.patients) * dayMinutes * 60_000) / day.speed)
  return day.clock.apart(at, async () => {
    const random = randomFrom('day', start.getTime(), n)
    const { person, story } = comer(day, n, start, random)
    const scene: Scene = {
      ...staffOverHttp(day.crew, day.clock, day.tally),
      clock: day.clock,
      random,
      tests: day.tests,
    }
    try {
      const made = await makeVisit(
        scene,
        await registerVisitor(scene, person, random),
        story,
        random.pick(stagesAtTheEnd),
      )
      await closeDay(scene, [made])
      return true
    } catch (error) {
      failed(day, error)
      return false
    }
  })
}

/** One person opens screen after screen until the last patient has left. */
async function work(day: Day, desk: Desk, over: AbortSignal): Promise<void> {
  await sleep(day.random.next() * day.thinkSeconds * 1000)
  while (!over.aborted) {
    await look(day, desk).catch((error: unknown) => failed(day, error))
    await sleep(day.thinkSeconds * (0.5 + day.random.next()) * 1000)
  }
}

async function readTests({ of }: Crew): Promise<ReadonlyMap<string, LabTest>> {
  const { items } = await of('xetnghiem').send<{ items: readonly LabTest[] }>('GET', '/api/catalogue/lab-tests')
  return new Map(items.map((test) => [test.code, test]))
}

interface WardAnswer {
  readonly departments: readonly { readonly id: string; readonly stays: number }[]
  readonly stays: readonly Seen[]
}

async function readDepartments({ of }: Crew): Promise<readonly string[]> {
  const { departments } = await of('bacsi').send<WardAnswer>('GET', '/api/ward/round')
  return departments.filter(({ stays }) => stays > 0).map(({ id }) => id)
}

interface QueueAnswer {
  readonly entries: readonly Seen[]
}

async function sightOf(day: Day, desk: Desk): Promise<Sight> {
  const { random } = day
  const { entries } = seesQueue(desk) ? await desk.send<QueueAnswer>('GET', '/api/queue') : { entries: [] }
  const visits = entries
  if (day.departments.length === 0 || !worksOnWard(desk)) return { visits, stays: [], department: '', random }
  const department = random.pick(day.departments)
  const { stays } = await desk.send<WardAnswer>('GET', `/api/ward/round?department=${department}`)
  return { visits, stays, department, random }
}

async function look(day: Day, desk: Desk): Promise<void> {
  const sight = await sightOf(day, desk)
  if (desk.userName === 'dieuduong' && day.random.chance(0.25)) return nurse(day, desk, sight)
  const opening = nextScreen(desk, sight)
  if (!opening) return
  await timed(day.tally, opening.action, () => Promise.all(opening.paths.map((path) => desk.send('GET', path))))
}

const seesQueue = (desk: Desk) => desk.userName !== 'luutru'
const worksOnWard = (desk: Desk) => desk.userName === 'bacsi' || desk.userName === 'dieuduong'

/**
 * Plays a day of the hospital over HTTP: patients come, are registered, measured, examined, have tests,
 * prescriptions and signed papers, and their records go to the archive, while doctors and nurses of the wards and
 * everybody else of the staff open the screens of their work and write what they measured.
 */
export async function playDay(
  asked: DayAsked,
  tell: (what: string, done: number, of: number) => void,
): Promise<DayReport> {
  const crew = await openCrew(asked.url, asked.users, (done, of) => tell('people at work', done, of))
  const tally = makeTally()
  const random = randomFrom('people', asked.users)
  const tests = await readTests(crew)
  const departments = await readDepartments(crew)
  const day: Day = {
    ...asked,
    crew,
    tests,
    departments,
    clock: pacedClock(asked.speed),
    tally,
    failures: [],
    random,
  }
  const start = new Date()
  const over = new AbortController()
  const people = crew.desks.map((desk) => work(day, desk, over.signal))
  let processed = 0
  let told = 0
  await Promise.all(
    Array.from({ length: asked.patients }, async (_, n) => {
      if (await visit(day, n, start)) processed++
      tell('patients', ++told, asked.patients)
    }),
  )
  over.abort()
  await Promise.all(people)
  return {
    patients: { expected: asked.patients, processed, failed: asked.patients - processed },
    seconds: Math.round((Date.now() - start.getTime()) / 1000),
    users: crew.desks.length,
    actions: tally.report(),
    failures: day.failures,
  }
}

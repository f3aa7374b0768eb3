import type { Actor } from '#platform/context.ts'
import type { SeedClient } from '../demo/seed-client.ts'
import type { DemoStaff } from '../demo/staff.ts'
import { type Desk, type Method, openDesk } from './desk.ts'
import type { PacedClock } from './paced-clock.ts'
import type { Tally } from './tally.ts'

/** Who works in the simulated hospital and in what share of its people. */
export const crew = [
  { userName: 'bacsi', share: 34 },
  { userName: 'dieuduong', share: 34 },
  { userName: 'tiepdon', share: 12 },
  { userName: 'xetnghiem', share: 12 },
  { userName: 'luutru', share: 8 },
] as const
export type UserName = (typeof crew)[number]['userName']

export interface Crew {
  readonly desks: readonly Desk[]
  /** One who has this account, in turn. */
  of(userName: UserName): Desk
}

/** How many of the people have each account; everybody is there at least once. */
export function places(users: number): readonly UserName[] {
  const shares = crew.reduce((sum, one) => sum + one.share, 0)
  return crew.flatMap(({ userName, share }) =>
    Array.from({ length: Math.max(1, Math.round((users * share) / shares)) }, () => userName),
  )
}

/** Logs everybody in, eight at a time: a password is made slow to check on purpose. */
export async function openCrew(
  url: string,
  users: number,
  opened: (done: number, of: number) => void,
): Promise<Crew> {
  const waiting = [...places(users)]
  const all = waiting.length
  const desks: Desk[] = []
  const next = async () => {
    for (let userName = waiting.shift(); userName; userName = waiting.shift()) {
      desks.push(await openDesk(url, userName, `${userName}-Demo-2026`))
      opened(desks.length, all)
    }
  }
  await Promise.all(Array.from({ length: 8 }, next))
  const turns = new Map<UserName, number>()
  return {
    desks,
    of(userName) {
      const own = desks.filter((desk) => desk.userName === userName)
      const turn = turns.get(userName) ?? 0
      turns.set(userName, turn + 1)
      const desk = own[turn % own.length]
      if (!desk) throw new Error(`nobody works as ${userName}`)
      return desk
    },
  }
}

const actorOf = (desk: Desk): Actor => ({
  id: desk.userName,
  kind: 'person',
  userName: desk.userName,
  name: desk.name,
  ...(desk.practitionerId ? { practitionerId: desk.practitionerId } : {}),
  departments: [],
  roles: [],
  permissions: new Set(),
})

/** What of an address is the same for every patient: `/api/encounters/:id/vitals`. */
export function actionOf(method: Method, path: string): string {
  const plain = (path.split('?')[0] ?? '')
    .split('/')
    .map((part) => (/\d/.test(part) && part !== 'R4' ? ':id' : part))
    .join('/')
  return `${method} ${plain}`
}

/** Sends one request of a desk and notes how long it took, refused or not. */
export async function timed<T>(tally: Tally, action: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now()
  let ok = false
  try {
    const value = await work()
    ok = true
    return value
  } finally {
    tally.note(action, performance.now() - startedAt, ok)
  }
}

/** The staff and the client of a visit, as the seed of the demo hospital has them, over HTTP and at their own pace. */
export function staffOverHttp(
  people: Crew,
  clock: PacedClock,
  tally: Tally,
): { staff: DemoStaff; client: SeedClient } {
  const doctor = actorOf(people.of('bacsi'))
  const at = async <T>(who: Actor, method: Method, path: string, work: (desk: Desk) => Promise<T>): Promise<T> => {
    await clock.reached()
    return timed(tally, actionOf(method, path), () => work(people.of(who.id as UserName)))
  }
  const send = <T>(who: Actor, method: Method, path: string, body?: unknown): Promise<T> =>
    at(who, method, path, (desk) => desk.send<T>(method, path, body))
  return {
    staff: {
      reception: actorOf(people.of('tiepdon')),
      nurse: actorOf(people.of('dieuduong')),
      laboratory: actorOf(people.of('xetnghiem')),
      recordOffice: actorOf(people.of('luutru')),
      doctorOf: () => doctor,
    },
    client: {
      get: (who, url) => send(who, 'GET', url),
      see: async (who, url) => {
        await at(who, 'GET', url, (desk) => desk.see(url))
      },
      post: (who, url, body) => send(who, 'POST', url, body),
      put: (who, url, body) => send(who, 'PUT', url, body),
      close: async () => {},
    },
  }
}

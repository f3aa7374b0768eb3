import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { installPackages } from '../support/debian.ts'
import { freshFolder, type Program, startProgram, systemToken } from '../support/program.ts'
import { administrator, statusParts } from '../support/status.ts'
import { startDatabaseServer } from '../support/two-databases.ts'
import { watchLedger } from './ledger-watch.ts'

/** A clock of a program that is ahead by what is told it. */
export interface MovedClock {
  /** What the program is started with. */
  readonly env: Record<string, string>
  set(hours: number): void
  /** Whether the database has the same clock. */
  readonly ofAll: boolean
  stop(): Promise<void>
}

const preloaded = (file: string) => `
import { readFileSync } from 'node:fs'
const Real = Date
let ahead = 0
setInterval(() => { ahead = Number(readFileSync(${JSON.stringify(file)}, 'utf8')) || 0 }, 50).unref()
globalThis.Date = class extends Real {
  constructor(...given) { if (given.length === 0) super(Real.now() + ahead); else super(...given) }
  static now() { return Real.now() + ahead }
}
`

/** The clock of Node.js alone; the database keeps the machine's. */
export async function clockOfNode(folder: string): Promise<MovedClock> {
  const [file, preload] = [join(folder, 'ahead'), join(folder, 'clock.mjs')]
  const set = (hours: number) => writeFileSync(file, String(hours * 3_600_000))
  set(0)
  writeFileSync(preload, preloaded(file))
  return { env: { NODE_OPTIONS: `--import ${preload}` }, set, ofAll: false, stop: async () => {} }
}

const library = '/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1'

/** The clock of the server and of its database, as when the machine's is set. Debian's libfaketime, root. */
export async function clockOfAll(folder: string): Promise<MovedClock> {
  if (!existsSync(library)) installPackages('libfaketime')
  const file = join(folder, 'offset')
  const set = (hours: number) => writeFileSync(file, `${hours < 0 ? '' : '+'}${hours}h\n`, { mode: 0o644 })
  set(0)
  // PostgreSQL runs as another user and reads the file too.
  chmodSync(folder, 0o755)
  const clock = {
    LD_PRELOAD: library,
    FAKETIME_TIMESTAMP_FILE: file,
    FAKETIME_NO_CACHE: '1',
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  }
  const database = await startDatabaseServer(join(folder, 'database'))
  await database.startAgainWith(clock)
  return { env: { ...clock, LANONG_DATABASE_URL: database.url }, set, ofAll: true, stop: () => database.stop() }
}

/** What one setting of the clock did. */
export interface ClockStep {
  readonly hours: number
  readonly faults: readonly string[]
}

export interface ClockRun {
  readonly steps: readonly ClockStep[]
  readonly forked: readonly number[]
  readonly written: number
  readonly without: readonly string[]
  readonly stopped: number | null
}

const settings = [1, 0, 24, 0, -24, 0]

/** Sets the clock forth and back by an hour and a day while sessions and tokens are open. */
export async function setClocks(
  clockOf: (folder: string) => Promise<MovedClock>,
  tell: (line: string) => void = () => {},
): Promise<ClockRun> {
  const folder = mkdtempSync(join(tmpdir(), 'lanong-clock-'))
  const clock = await clockOf(folder)
  const env = { ...clock.env, LANONG_LOG_LEVEL: 'silent' }
  const program = await startProgram(['demo', '--patients', '0'], freshFolder(), env)
  const steps: ClockStep[] = []
  const ledger = watchLedger()
  const work = workOn(program)
  try {
    for (const hours of settings) {
      const faults = await oneStep(program, clock, work, hours)
      await ledger.look(program.url, true)
      steps.push({ hours, faults })
      tell(`${hours} h: ${faults.join('; ') || 'as it should be'}`)
    }
    const token = await systemToken(program.url)
    const without = await ledger.without(program.url, token, work.written)
    return { steps, forked: ledger.forked, written: work.written.length, without, stopped: await program.stop() }
  } finally {
    await program.stop()
    await clock.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

type Work = ReturnType<typeof workOn>

function workOn(program: Program) {
  const written: string[] = []
  return {
    written,
    async session(cookie: string) {
      const answer = await fetch(`${program.url}/api/session`, { headers: { cookie } })
      await answer.arrayBuffer()
      return answer.status
    },
    async put(token: string) {
      const id = crypto.randomUUID()
      const answer = await fetch(`${program.url}/fhir/R4/Basic/${id}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/fhir+json' },
        body: JSON.stringify({ resourceType: 'Basic', id, code: { text: 'x' } }),
      })
      await answer.arrayBuffer()
      if (answer.status === 201) written.push(`Basic/${id}`)
      return answer.status
    },
  }
}

async function oneStep(program: Program, clock: MovedClock, work: Work, hours: number): Promise<string[]> {
  const faults: string[] = []
  const expect = (what: string, got: number, ...wanted: readonly number[]) => {
    if (!wanted.includes(got)) faults.push(`${what}: ${got} instead of ${wanted.join(' or ')}`)
  }
  const before = { cookie: await administrator(program.url), token: await systemToken(program.url) }
  expect('session before', await work.session(before.cookie), 200)
  expect('write before', await work.put(before.token), 201)
  clock.set(hours)
  await new Promise((next) => setTimeout(next, 500))
  expect('the session from before', await work.session(before.cookie), 401)
  expect('the token from before', await work.put(before.token), 201, 401)
  expect('a new session', await work.session(await administrator(program.url)), 200)
  expect('a new token', await work.put(await systemToken(program.url)), 201)
  const apart = hours !== 0 && !clock.ofAll
  const codes = await toldSoon(program.url, (told) => told.includes('clockApart') === apart)
  if (!codes.includes('clockJumped')) faults.push(`not told: ${codes.join(' ')}`)
  if (codes.includes('clockApart') !== apart) faults.push(`told of a database with another clock: ${!apart}`)
  return faults
}

/** What the status page tells keeps for some seconds: asked until it is as it should be, for half a minute at most. */
async function toldSoon(url: string, met: (codes: readonly string[]) => boolean): Promise<readonly string[]> {
  for (const end = Date.now() + 30_000; ; await new Promise((next) => setTimeout(next, 1000))) {
    const codes = (await statusParts(url)).map(({ code }) => code)
    if (met(codes) || Date.now() > end) return codes
  }
}

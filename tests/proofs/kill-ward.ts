import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Desk, openDesk } from '#app/hospital-day/desk.ts'
import { uuidv7 } from '#kernel/ids.ts'
import { embeddedFolder } from '#platform/db/embedded.ts'
import { freshFolder, type Program, startProgram, systemToken } from '../support/program.ts'
import { type Acknowledged, there, write } from './kill-writes.ts'
import { watchLedger } from './ledger-watch.ts'

export interface MixedKills {
  /** Kills of the server, and of its database. */
  readonly kills: readonly [number, number]
  readonly writes: number
  readonly swaps: number
  readonly signed: number
  /** What was acknowledged and is not there, or is only half there, in words. */
  readonly lost: readonly string[]
  readonly halves: readonly string[]
  readonly forked: readonly number[]
  readonly unledgered: readonly string[]
  /** Milliseconds from the start after a kill to the first answer to a person who logged in. */
  readonly recoveryMs: readonly number[]
}

interface Listed {
  readonly encounterId: string
  readonly bed: string
}
interface Row {
  readonly id: string
  readonly signed?: { readonly valid: boolean }
}

const departments = ['dept-noi', 'dept-ngoai', 'dept-tim']
const pin = '202611'
const longestWaitMs = 30_000
const doctor = ['bacsi', 'bacsi-Demo-2026'] as const
const course = {
  subjective: 'Đỡ mệt',
  objective: 'Tỉnh, mạch 84',
  assessment: 'Ổn định',
  plan: 'Theo dõi tiếp',
  careLevel: 'level3',
  diet: 'Cơm thường',
  monitoring: 'Mạch mỗi 6 giờ',
}

/** Beds of a department as its people know them: every act that was acknowledged, and the one that may have been. */
class Beds {
  readonly known = new Map<string, string>()
  private open: readonly [string, string] | undefined
  swaps = 0

  async swap(desk: Desk): Promise<void> {
    const [one, other] = [...this.known.keys()].sort(() => Math.random() - 0.5)
    if (!one || !other) return
    this.open = [one, other]
    await desk.send('POST', '/api/ward/swap', { stays: this.open, anySex: true })
    this.exchange(this.open)
    this.open = undefined
    this.swaps++
  }

  private exchange([one, other]: readonly [string, string]): void {
    const [first, second] = [this.known.get(one) ?? '', this.known.get(other) ?? '']
    this.known.set(one, second).set(other, first)
  }

  /** Takes over what is there; says what is neither before nor after an act. */
  settle(listed: readonly Listed[]): readonly string[] {
    const are = new Map(listed.map(({ encounterId, bed }) => [encounterId, bed]))
    const differ = () => [...this.known].filter(([id, bed]) => are.get(id) !== bed)
    if (differ().length > 0 && this.open) this.exchange(this.open)
    const faults = differ().map(([id, bed]) => `${id} lay in ${bed}, is in ${are.get(id) ?? 'no bed'}`)
    if (new Set(are.values()).size < are.size) faults.push('two patients in one bed')
    this.open = undefined
    for (const [id, bed] of are) this.known.set(id, bed)
    return faults
  }
}

/** Entries of the treatment sheet of one stay, signed row by row. */
class Sheet {
  /** Rows that were signed, with the sheet that each stands in. */
  readonly signed = new Map<string, string>()
  readonly encounterId: string

  constructor(encounterId: string) {
    this.encounterId = encounterId
  }

  async sign(desk: Desk): Promise<void> {
    const rowId = uuidv7()
    const body = { ...course, sheetId: uuidv7(), rowId }
    const path = `/api/stays/${this.encounterId}/course`
    const { sheetId, version } = await desk.send<{ sheetId: string; version: number }>('PUT', path, body)
    await desk.send('POST', `/api/fills/${sheetId}/rows/sign`, { version, row: rowId, pin })
    this.signed.set(rowId, sheetId)
  }

  /** Signed entries that are gone, unsigned, or whose signature does not hold. */
  async missing(desk: Desk): Promise<readonly string[]> {
    const holds = new Set<string>()
    for (const sheetId of new Set(this.signed.values())) {
      const { rows } = await desk.send<{ rows: Row[] }>('GET', `/api/fills/${sheetId}/rows`)
      for (const { id, signed } of rows) if (signed?.valid) holds.add(id)
    }
    return [...this.signed.keys()].filter((id) => !holds.has(id)).map((id) => `entry ${id}`)
  }
}

/** Another change came at the same moment: nothing was done, the person is asked to try again. */
const isBusy = (details?: { readonly answer?: string }) => details?.answer?.includes('"database.busy"') === true

/** Repeats an act until the server is gone; an answer that refuses is a fault of the proof. */
async function untilGone(act: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      await act()
    } catch (error) {
      const { code, details } = error as { code?: string; details?: { status?: number; answer?: string } }
      if (isBusy(details)) continue
      const isGone = code !== 'day.refused' || details?.status === 503
      if (isGone) return
      throw error
    }
  }
}

async function killDatabase(dataDir: string, program: Program): Promise<void> {
  const { data } = await embeddedFolder(dataDir)
  const file = join(data, 'postmaster.pid')
  if (!existsSync(file)) return program.kill()
  process.kill(Number(readFileSync(file, 'utf8').split('\n')[0]), 'SIGKILL')
  // The server says that its database ended, and stops; whoever started it starts it again.
  await Promise.race([program.ended, sleep(20_000)])
  await program.kill()
}

class Proof {
  readonly acknowledged: Acknowledged[] = []
  readonly unanswered: Acknowledged[] = []
  readonly wards = departments.map((department) => ({ department, beds: new Beds() }))
  readonly sheets: Sheet[] = []
  readonly lost: string[] = []
  readonly halves: string[] = []
  readonly ledger = watchLedger()

  /** Beds of all wards, and the entries that were signed in `sheets`. */
  async look(desk: Desk, sheets: readonly Sheet[]): Promise<void> {
    for (const { department, beds } of this.wards) {
      const { stays } = await desk.send<{ stays: Listed[] }>('GET', `/api/ward/round?department=${department}`)
      this.halves.push(...beds.settle(stays))
    }
    for (const sheet of sheets) this.lost.push(...(await sheet.missing(desk)))
  }

  /** Loads the server until it is killed. */
  async load(url: string, desk: Desk, kill: () => Promise<void>): Promise<void> {
    const token = await systemToken(url)
    const stays = this.wards.flatMap(({ beds }) => [...beds.known.keys()])
    const sheet = new Sheet(stays[this.sheets.length % stays.length] ?? '')
    this.sheets.push(sheet)
    const before = this.acknowledged.length
    const load = [
      ...Array.from({ length: 2 }, () => write(url, token, this.acknowledged, this.unanswered)),
      ...this.wards.map(({ beds }) => untilGone(() => beds.swap(desk))),
      untilGone(() => sheet.sign(desk)),
    ]
    // Some rounds are killed in their first moments, the others once an entry was signed.
    const isSoon = this.sheets.length % 2 === 0
    for (const end = Date.now() + longestWaitMs; Date.now() < end; await sleep(5))
      if (this.acknowledged.length > before && (isSoon || sheet.signed.size > 0)) break
    await sleep(50 + Math.random() * 700)
    await kill()
    await Promise.all(load)
  }

  /** Everything once more; acknowledged writes without a leaf in the ledger. */
  async close(url: string): Promise<readonly string[]> {
    await this.look(await openDesk(url, ...doctor), this.sheets)
    const token = await systemToken(url)
    const written = this.acknowledged.flatMap(({ ids }) => ids)
    for (const id of written) if (!(await there(url, token, id))) this.lost.push(id)
    for (const { ids } of this.unanswered) {
      const found = await Promise.all(ids.map((id) => there(url, token, id)))
      if (new Set(found).size > 1) this.halves.push(ids.join(' '))
    }
    await this.ledger.look(url, true)
    const kept = written.filter((id) => !this.lost.includes(id))
    return this.ledger.without(url, token, kept)
  }
}

const median = (all: readonly number[]) => all.toSorted((a, b) => a - b)[Math.floor(all.length / 2)] ?? 0

/**
 * Kills the server, or every third time its database, with SIGKILL at a random moment under mixed load: bundles of
 * resources, patients who change beds two by two, entries that are signed. After each start everything acknowledged
 * must be there, nothing by halves, the ledger go on from every head seen before.
 */
export async function killWard(kills: number, tell: (line: string) => void = () => {}): Promise<MixedKills> {
  const dataDir = freshFolder()
  const start = () => startProgram(['demo'], dataDir, { LANONG_LOG_LEVEL: 'error' })
  const proof = new Proof()
  const recoveryMs: number[] = []
  const counted: [number, number] = [0, 0]
  let program = await start()
  try {
    for (let round = 0; round < kills; round++) {
      const startedAt = Date.now()
      if (round > 0) program = await start()
      const desk = await openDesk(program.url, ...doctor)
      if (round > 0) recoveryMs.push(Date.now() - startedAt)
      await proof.look(desk, proof.sheets.slice(-2))
      if (round % 20 === 10) await proof.ledger.look(program.url, true)
      const ofDatabase = round % 3 === 2
      counted[ofDatabase ? 1 : 0]++
      await proof.load(program.url, desk, () => (ofDatabase ? killDatabase(dataDir, program) : program.kill()))
      if ((round + 1) % 20 === 0)
        tell(
          `${round + 1} kills, ${proof.acknowledged.length} writes, ${proof.lost.length} lost, ${proof.halves.length} half; back after ${median(recoveryMs)} ms, at most ${Math.max(0, ...recoveryMs)} ms`,
        )
    }
    program = await start()
    const unledgered = await proof.close(program.url)
    await program.stop()
    return {
      kills: counted,
      writes: proof.acknowledged.length,
      swaps: proof.wards.reduce((sum, { beds }) => sum + beds.swaps, 0),
      signed: proof.sheets.reduce((sum, { signed }) => sum + signed.size, 0),
      lost: [...new Set(proof.lost)],
      halves: proof.halves,
      forked: proof.ledger.forked,
      unledgered,
      recoveryMs,
    }
  } finally {
    await program.kill()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

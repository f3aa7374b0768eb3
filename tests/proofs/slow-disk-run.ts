import { startProgram, systemToken } from '../support/program.ts'
import { openSlowDisk } from '../support/slow-disk.ts'
import { watchLedger } from './ledger-watch.ts'

export interface SlowDiskRun {
  readonly acknowledged: number
  /** What else was answered, and how often. */
  readonly others: Readonly<Record<string, number>>
  readonly medianMs: number
  readonly longestMs: number
  readonly againMs: number
  readonly lost: readonly string[]
  readonly without: readonly string[]
}

const writers = 8

/** Everything on a disk whose writes take long: writes for so many seconds, kill -9, and a start on the same disk. */
export async function slowDiskRun(
  seconds: number,
  [readMs, writeMs]: readonly [number, number],
  tell: (line: string) => void = () => {},
): Promise<SlowDiskRun> {
  const disk = openSlowDisk(2048)
  const data = `${disk.folder}/data`
  const env = { LANONG_LOG_LEVEL: 'silent' }
  const start = () => startProgram(['demo', '--patients', '0'], data, env)
  try {
    await (await start()).stop()
    await disk.slow(readMs, writeMs)
    const program = await start()
    tell(`ready on the slow disk after ${program.startMs} ms`)
    const done = await writing(program.url, await systemToken(program.url), seconds)
    await program.kill()
    const again = await start()
    tell(`ready again after ${again.startMs} ms`)
    const found = await lookFor(again.url, done.ids)
    await again.stop()
    const times = done.tookMs.sort((a, b) => a - b)
    return {
      acknowledged: done.ids.length,
      others: done.others,
      medianMs: times[Math.floor(times.length / 2)] ?? 0,
      longestMs: times.at(-1) ?? 0,
      againMs: again.startMs,
      ...found,
    }
  } finally {
    await disk.close()
  }
}

const headersOf = (token: string) => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/fhir+json',
})

async function writing(url: string, token: string, seconds: number) {
  const [ids, tookMs, others]: [string[], number[], Record<string, number>] = [[], [], {}]
  const end = Date.now() + seconds * 1000
  const headers = headersOf(token)
  const one = async () => {
    while (Date.now() < end) {
      const [id, from] = [crypto.randomUUID(), Date.now()]
      const body = JSON.stringify({ resourceType: 'Basic', id, code: { text: 'x' } })
      const answer = await fetch(`${url}/fhir/R4/Basic/${id}`, { method: 'PUT', headers, body })
      await answer.arrayBuffer()
      if (answer.status === 201) ids.push(id)
      else others[answer.status] = (others[answer.status] ?? 0) + 1
      tookMs.push(Date.now() - from)
    }
  }
  await Promise.all(Array.from({ length: writers }, one))
  return { ids, tookMs, others }
}

async function lookFor(url: string, ids: readonly string[]) {
  const token = await systemToken(url)
  const lost: string[] = []
  for (const id of ids) {
    const answer = await fetch(`${url}/fhir/R4/Basic/${id}`, { headers: headersOf(token) })
    await answer.arrayBuffer()
    if (answer.status !== 200) lost.push(id)
  }
  const ledger = watchLedger()
  await ledger.look(url, true)
  const kept = ids.filter((id) => !lost.includes(id)).map((id) => `Basic/${id}`)
  return { lost, without: await ledger.without(url, token, kept) }
}

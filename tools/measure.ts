// Measures what docs/performance.md tells: `npm run measure`. Starts a fresh demo hospital and drives it over HTTP.
import { readFileSync, rmSync } from 'node:fs'
import { openDesk } from '../src/app/hospital-day/desk.ts'
import { openBrowser } from '../tests/support/browser.ts'
import { freshFolder, startProgram } from '../tests/support/program.ts'
import { measurePapers } from './measure-papers.ts'

const say = (line: string) => void process.stdout.write(`${line}\n`)

function spread(ms: readonly number[]): string {
  const sorted = [...ms].sort((a, b) => a - b)
  const at = (share: number) =>
    (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0).toFixed(1)
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms (${ms.length} times)`
}

async function timed(times: number, work: (i: number) => Promise<unknown>): Promise<string> {
  for (let i = 0; i < 5; i++) await work(i)
  const taken: number[] = []
  for (let i = 0; i < times; i++) {
    const startedAt = performance.now()
    await work(i)
    taken.push(performance.now() - startedAt)
  }
  return spread(taken)
}

/** Resident memory of a process and its children, MB; shared pages are counted in each. */
function residentMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const own = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean)
  return children.reduce((sum, child) => sum + residentMb(Number(child)), own)
}

const logIn = (url: string, userName: string) => openDesk(url, userName, `${userName}-Demo-2026`)

await measurePapers()
const dataDir = freshFolder()
let program = await startProgram(['demo'], dataDir)
say(`first start with seeding: ${(program.startMs / 1000).toFixed(1)} s`)
await program.stop()
program = await startProgram(['demo'], dataDir)
say(`later start: ${(program.startMs / 1000).toFixed(1)} s`)
try {
  const doctor = await logIn(program.url, 'bacsi')
  const { rows } = await (await logIn(program.url, 'luutru')).send<{ rows: { patientId: string }[] }>(
    'GET',
    '/api/records?count=200',
  )
  const patients = [...new Set(rows.map((row) => row.patientId))]
  const patient = (i: number) => patients[i % patients.length] ?? ''
  say(`chart, server: ${await timed(200, (i) => doctor.send('GET', `/api/patients/${patient(i)}/chart`))}`)
  say(`banner: ${await timed(200, (i) => doctor.send('GET', `/api/patients/${patient(i)}/banner`))}`)
  const names = ['nguyen thi', 'le van', 'hoa', 'NTH', '0260', 'dang thi huyen', 'minh 19']
  say(
    `patient search, 60 patients: ${await timed(200, (i) => doctor.send('GET', `/api/patients?q=${encodeURIComponent(names[i % names.length] ?? '')}`))}`,
  )
  const words = ['tang huyet ap', 'dtd', 'e11.9', 'viem', 'dau', 'THA', 'J18']
  say(
    `ICD-10 search, starter list: ${await timed(200, (i) => doctor.send('GET', `/api/terminology/search?system=icd10&q=${encodeURIComponent(words[i % words.length] ?? '')}`))}`,
  )
  const { entries } = await doctor.send<{ entries: { encounterId: string }[] }>('GET', '/api/queue?state=in-room')
  const encounter = entries[0]?.encounterId ?? ''
  const exam = await doctor.send<{ version: number; values: Record<string, string> }>(
    'GET',
    `/api/encounters/${encounter}/exam`,
  )
  let { version } = exam
  say(
    `save of a visit (15/BV1), server: ${await timed(100, async (i) => {
      const saved = await doctor.send<{ version: number }>('PUT', `/api/encounters/${encounter}/exam`, {
        version,
        values: { ...exam.values, general: `Tỉnh, lần ${i}` },
      })
      version = saved.version
    })}`,
  )
  const browser = await openBrowser()
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } })
  const paints: number[] = []
  for (let i = 0; i < 5; i++) {
    await page.goto(program.url, { waitUntil: 'networkidle' })
    paints.push(
      Number(await page.evaluate(`performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0`)),
    )
  }
  await browser.close()
  say(
    `first contentful paint, Chromium on the same machine: first visit ${paints[0]?.toFixed(0)} ms, later ${spread(paints.slice(1))}`,
  )
  const pid = program.child.pid ?? 0
  say(
    `resident memory after that, server with the printing engine: ${residentMb(pid).toFixed(0)} MB (PostgreSQL included; shared pages counted once for each of its processes)`,
  )
} finally {
  await program.stop()
  rmSync(dataDir, { recursive: true, force: true })
}

import { readFileSync } from 'node:fs'
import { setTimeout } from 'node:timers/promises'

/** Requests that are under way at one time. */
const lanes = 8
/** Of each kind in a round; what is made in a round is deleted in it. */
const patientsKept = 200
const requestsARound = 9

export interface Reading {
  readonly minute: number
  /** MB of the server process, resident. */
  readonly server: number
  /** MB of PostgreSQL and all its processes, shared pages counted once. */
  readonly postgres: number
}

export interface MemoryRun {
  readonly readings: readonly Reading[]
  readonly requests: number
  /** Answers with a status that does not belong to the request. */
  readonly odd: number
}

interface Target {
  readonly url: string
  /** A token that is good for some minutes. */
  token(): Promise<string>
  readonly pid: number
  readonly postgres: number
}

/** A steady load of all kinds of requests, and each minute how much memory the programs hold. */
export async function memoryRun(
  target: Target,
  load: { readonly minutes: number; readonly perSecond: number },
  tell: (line: string) => void,
): Promise<MemoryRun> {
  const send = sender(target)
  const ids = await seed(send)
  const startedAt = Date.now()
  const readings: Reading[] = []
  let rounds = 0
  let odd = 0
  const ended = () => Date.now() - startedAt >= load.minutes * 60_000
  const lane = async () => {
    const pauseMs = (requestsARound * lanes * 1000) / load.perSecond
    while (!ended()) {
      const began = Date.now()
      odd += await round(send, ids[rounds++ % ids.length] ?? '', rounds)
      await setTimeout(Math.max(0, pauseMs - (Date.now() - began)))
    }
  }
  const watch = async () => {
    for (let minute = 0; !ended(); minute++) {
      const reading = { minute, server: residentOf(target.pid), postgres: shareOf(target.postgres) }
      readings.push(reading)
      tell(
        `minute ${minute}: ${rounds * requestsARound} requests; server ${reading.server} MB, PostgreSQL ${reading.postgres} MB`,
      )
      await setTimeout(60_000)
    }
  }
  await Promise.all([watch(), ...Array.from({ length: lanes }, lane)])
  return { readings, requests: rounds * requestsARound, odd }
}

/** MB an hour by the line through the readings after the first third, in which code is compiled and caches fill. */
export function growthAnHour(readings: readonly Reading[], of: 'server' | 'postgres'): number {
  const settled = readings.slice(Math.floor(readings.length / 3))
  const mean = (values: readonly number[]) =>
    values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length)
  const x = mean(settled.map(({ minute }) => minute))
  const y = mean(settled.map((one) => one[of]))
  const spread = settled.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0)
  const together = settled.reduce((sum, one) => sum + (one.minute - x) * (one[of] - y), 0)
  return spread === 0 ? 0 : (together / spread) * 60
}

type Send = (
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ readonly status: number; readonly body: string; readonly id: string }>

const tokenMs = 120_000

function sender({ url, token }: Target): Send {
  let since = 0
  let current: Promise<string> = Promise.resolve('')
  return async (method, path, body) => {
    if (Date.now() - since > tokenMs) {
      since = Date.now()
      current = token()
    }
    const headers = { authorization: `Bearer ${await current}`, 'content-type': 'application/fhir+json' }
    const answer = await fetch(`${url}/fhir/R4/${path}`, {
      ...{ method, headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const id = /\/([^/]+)\/_history\//.exec(answer.headers.get('location') ?? '')?.[1] ?? ''
    return { status: answer.status, body: await answer.text(), id }
  }
}

const patientOf = (n: number) => ({
  resourceType: 'Patient',
  name: [{ text: `Người thứ ${n}` }],
  birthDate: '1970-02-28',
})

const weightOf = (patient: string, n: number) => ({
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '29463-7' }] },
  subject: { reference: `Patient/${patient}` },
  effectiveDateTime: '2026-11-22T08:00:00+07:00',
  valueQuantity: { value: 40 + (n % 50), unit: 'kg', system: 'http://unitsofmeasure.org', code: 'kg' },
})

async function seed(send: Send): Promise<readonly string[]> {
  const ids: string[] = []
  for (let n = 0; n < patientsKept; n++) {
    const { id } = await send('POST', 'Patient', patientOf(n))
    ids.push(id)
    for (let k = 0; k < 5; k++) await send('POST', 'Observation', weightOf(id, n + k))
  }
  return ids
}

/** One of each kind; tells how many were answered otherwise than they should be. */
async function round(send: Send, patient: string, n: number): Promise<number> {
  const made = await send('POST', 'Observation', weightOf(patient, n))
  const path = `Observation/${made.id}`
  const answers = [
    [made.status, 201],
    [(await send('GET', path)).status, 200],
    [(await send('PUT', path, { ...weightOf(patient, n + 1), id: made.id })).status, 200],
    [(await send('GET', `Observation?patient=${patient}&_include=Observation:subject`)).status, 200],
    [(await send('GET', `Patient?name=${encodeURIComponent(`Người thứ ${n % patientsKept}`)}`)).status, 200],
    [(await send('GET', `Patient/${patient}/$everything?_count=20`)).status, 200],
    [(await send('POST', 'Observation', { resourceType: 'Observation', status: 'wrong' })).status, 400],
    [(await send('DELETE', path)).status, 204],
    [(await send('GET', `${path}/_history`)).status, 200],
  ]
  return answers.filter(([status, expected]) => status !== expected).length
}

const megabytes = (kilobytes: number) => Math.round(kilobytes / 1024)

function kilobytesOf(file: string, name: string): number {
  try {
    return Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(readFileSync(file, 'utf8'))?.[1] ?? 0)
  } catch {
    return 0
  }
}

function residentOf(pid: number): number {
  return megabytes(kilobytesOf(`/proc/${pid}/status`, 'VmRSS'))
}

function shareOf(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').map(Number)
  return megabytes(
    [pid, ...children].reduce((sum, one) => sum + kilobytesOf(`/proc/${one}/smaps_rollup`, 'Pss'), 0),
  )
}

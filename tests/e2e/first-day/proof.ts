import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unzipSync, zipSync } from 'fflate'
import { uuidv7 } from '#kernel/ids.ts'
import { runProgram, systemToken } from '#tests/support/program.ts'
import { type Desk, passwordOf, pin } from './hospital.ts'
import { patientName, personalId } from './reception.ts'

interface Refusal {
  readonly code?: string
}

/** Sent as the doctor's screens send it: with the session's cookie and its CSRF token. */
async function writesAsScreen(
  desk: Desk,
  url: string,
  method: string,
  path: string,
  data: object,
): Promise<string> {
  const cookies = await desk.page.context().cookies()
  const csrf = cookies.find((cookie) => cookie.name === 'lo_csrf')?.value ?? ''
  const answer = await desk.page.request.fetch(`${url}${path}`, {
    method,
    headers: { 'x-csrf-token': csrf, origin: url, 'x-command-id': uuidv7() },
    data,
  })
  return `${answer.status()} ${((await answer.json()) as Refusal).code}`
}

/** The doctor's own screens, and a system with every right, are refused once the record is archived. */
export async function refusesWrites(desk: Desk, url: string, encounterId: string): Promise<void> {
  const visit = `/api/encounters/${encounterId}`
  const shown = (await (await desk.page.request.get(`${url}${visit}/exam`)).json()) as {
    version: number
    values: object
  }
  const changed = { version: shown.version, values: { ...shown.values, advice: 'Thêm sau khi lưu trữ' } }
  assert.equal(await writesAsScreen(desk, url, 'PUT', `${visit}/exam`, changed), '423 records.locked')
  assert.equal(await writesAsScreen(desk, url, 'POST', `${visit}/vitals`, { pulse: '80' }), '423 records.locked')
  const authorization = `Bearer ${await systemToken(url)}`
  const address = `${url}/fhir/R4/Encounter/${encounterId}`
  const encounter = (await (await fetch(address, { headers: { authorization } })).json()) as object
  const put = await fetch(address, {
    method: 'PUT',
    headers: { authorization, 'content-type': 'application/fhir+json' },
    body: JSON.stringify({ ...encounter, status: 'in-progress' }),
  })
  const said = await put.text()
  assert.equal(put.status, 423, said)
  assert.match(said, /records\.locked/)
}

function pdfsigSaysValid(pdf: string): boolean {
  if (spawnSync('pdfsig', ['-v']).error) return false
  const said = execFileSync('pdfsig', ['-nocert', pdf], { encoding: 'utf8' })
  assert.match(said, /Signature is Valid/)
  return true
}

function flipped(bytes: Uint8Array): Uint8Array {
  const copy = Uint8Array.from(bytes)
  const at = Math.floor(copy.length / 2)
  copy[at] = (copy[at] ?? 0) ^ 1
  return copy
}

/** What a stranger does with the export: verify it, ask other tools, spoil one byte and ask again. */
export async function verifies(zip: string, folder: string, dataDir: string): Promise<readonly string[]> {
  const whole = await runProgram(['verify', '--lang', 'vi', zip], dataDir)
  assert.equal(whole.code, 0, whole.out + whole.err)
  assert.match(whole.out, /1 nguyên vẹn, 0 không đạt/)
  const files = unzipSync(readFileSync(zip))
  const papers = Object.keys(files).filter((name) => name.startsWith('papers/') && name.endsWith('.pdf'))
  assert.ok(papers.length >= 3, `three papers in ${Object.keys(files).join(', ')}`)
  mkdirSync(join(folder, 'papers'), { recursive: true })
  let asked = true
  for (const name of papers) {
    const path = join(folder, 'papers', name.replaceAll('/', '-'))
    writeFileSync(path, files[name] ?? new Uint8Array())
    asked = pdfsigSaysValid(path) && asked
  }
  const victim = papers[0] ?? ''
  const spoilt = join(folder, 'spoilt.zip')
  writeFileSync(spoilt, zipSync({ ...files, [victim]: flipped(files[victim] ?? new Uint8Array()) }))
  const broken = await runProgram(['verify', spoilt], dataDir)
  assert.equal(broken.code, 1, broken.out)
  assert.ok(broken.out.includes(victim), `names ${victim}: ${broken.out}`)
  return [
    `${papers.length} papers`,
    asked ? 'pdfsig: all valid' : 'pdfsig is not installed',
    ...whole.out.split('\n'),
  ]
}

/** Nothing of the patient and no secret stands in the log. */
/** What browsers keep and proxies note: no address that was asked names the patient. */
export function addressesAreClean(addresses: readonly string[]): number {
  assert.ok(addresses.some((one) => one.includes('/api/')))
  for (const secret of [patientName, personalId])
    assert.deepEqual(
      addresses.filter((one) => one.includes(secret)),
      [],
    )
  return addresses.length
}

export function logIsClean(dataDir: string, users: readonly string[]): number {
  const log = readFileSync(join(dataDir, 'log', 'lanong.log'), 'utf8')
  assert.ok(log.length > 1000, 'the day is in the log')
  for (const secret of [patientName, patientName.toUpperCase(), personalId, ...users.map(passwordOf)])
    assert.ok(!log.includes(secret), `the log holds ${secret}`)
  assert.ok(!new RegExp(`\\b${pin}\\b`).test(log), 'the log holds the PIN')
  return log.split('\n').length
}

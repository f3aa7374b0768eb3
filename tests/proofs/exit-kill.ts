import { spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { openServices } from '#app/open-services.ts'
import { accountCommands } from '#modules/identity/index.ts'
import { ensureDemoSigners } from '#modules/signing/index.ts'
import { readConfig } from '#platform/config.ts'
import { connect, pool } from '#platform/db/connect.ts'
import { startEmbedded } from '#platform/db/embedded.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import { commit } from '#store/commit.ts'
import { runProgram } from '../support/program.ts'
import { fillStore } from './exit-run.ts'

export const password = 'mot mat khau that dai 2026'

/** An installation on the disk, stopped: resources, papers, two persons and a seal. */
export async function givenInstallation(dataDir: string, resources: number): Promise<void> {
  mkdirSync(dataDir, { recursive: true })
  chmodSync(dataDir, 0o755)
  if (process.getuid?.() === 0) chownSync(dataDir, 65534, 65534)
  const services = await openServices(readConfig({ LANONG_DATA_DIR: dataDir, LANONG_LOG_LEVEL: 'silent' }))
  const owner = connect(pool(services.address, 1))
  try {
    const ctx = makeContext(services, { facility: 1, actor: systemActor })
    const signer = { accountId: 'a', practitionerId: 'practitioner-test', name: 'Người Thử Nghiệm' }
    await ensureDemoSigners(ctx, [signer], 'Bệnh viện Đa khoa Ngàn Phố')
    await fillStore(owner, resources)
    for (let n = 0; n < 20; n++) {
      await ctx.blobs.put(Buffer.alloc(100_000, `bản quét ${n}`))
      await commit(ctx, [
        { kind: 'create', resource: { resourceType: 'Patient', name: [{ text: `Người ${n}` }] } },
      ])
    }
    for (const [userName, role] of [
      ['giamdoc', 'director'],
      ['cntt', 'it-admin'],
    ] as const)
      await accountCommands.add(ctx, { userName, name: userName, password, roles: [role], departments: [] })
  } finally {
    await owner.destroy()
    await services.close()
  }
}

export interface ExitKills {
  /** Processes that were killed in the middle of the work. */
  readonly exportKills: number
  readonly importKills: number
  readonly faults: readonly string[]
  readonly rows: number
  /** Files that were made again from what is there then, each alike. */
  readonly equal: number
}

interface Killing {
  readonly words: readonly string[]
  readonly dataDir: string
  /** Whether the work has begun and not come to its end. */
  inTheMiddle(): Promise<boolean>
}

/** Starts the command and kills it (-9) so many milliseconds later; whether it was killed and had not ended by itself. */
async function killAfter({ words, dataDir }: Killing, ms: number): Promise<boolean> {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...words], {
    env: { ...process.env, LANONG_DATA_DIR: dataDir, LANONG_LOG_LEVEL: 'silent' },
    stdio: 'ignore',
  })
  const gone = new Promise<boolean>((settle) => child.once('exit', (_, signal) => settle(signal === 'SIGKILL')))
  const timer = sleep(ms).then(() => child.kill('SIGKILL'))
  const killed = await gone
  await timer
  return killed
}

/** Kills the command in the middle so many times, wherever that is; each kill that came too early or too late is tried again. */
async function killOften(killing: Killing, kills: number, tell: (line: string) => void): Promise<number> {
  let [low, high, done] = [1000, 60_000, 0]
  for (let tries = 0; done < kills && tries < kills * 6 + 10; tries++) {
    // A golden step through the time that the work takes: early, late and between, without chance.
    const ms = Math.round(low + ((tries * 0.618034) % 1) * (Math.min(high, low + 8000) - low))
    const killed = await killAfter(killing, ms)
    const middle = killed && (await killing.inTheMiddle())
    tell(
      `${killing.words[0]} killed after ${ms} ms: ${middle ? 'in the middle' : killed ? 'too early' : 'too late'}`,
    )
    if (middle) done++
    else if (killed) low = Math.min(low + 500, high - 200)
    else {
      high = Math.max(ms, low + 200)
      break
    }
  }
  return done
}

/** Whole exports and imports of a real installation by real processes that are killed, carried on, and equal in the end. */
export async function killExits(
  root: string,
  given: { readonly kills: number; readonly resources: number },
  tell: (line: string) => void = () => {},
): Promise<ExitKills> {
  const [here, there, out] = [join(root, 'here'), join(root, 'there'), join(root, 'out')]
  await givenInstallation(here, given.resources)
  const faults: string[] = []
  const exportKills = await killOften(
    {
      words: ['export', '--all', out],
      dataDir: here,
      inTheMiddle: async () => existsSync(join(out, 'under-way.ndjson')),
    },
    given.kills,
    tell,
  )
  const exported = await finish(['export', '--all', out, '--json'], here, faults)
  if (existsSync(out) && readdirSync(out, { recursive: true }).some((name) => String(name).endsWith('.part')))
    faults.push('the export holds a half file')
  const verified = await runProgram(['verify', out], here)
  if (verified.code !== 0) faults.push(`verify: ${verified.out.slice(-500)}`)

  mkdirSync(there)
  chmodSync(there, 0o755)
  if (process.getuid?.() === 0) chownSync(there, 65534, 65534)
  const importKills = await killOften(
    { words: ['import', out], dataDir: there, inTheMiddle: () => isHalfImported(there) },
    given.kills,
    tell,
  )
  if (importKills > 0) {
    const served = await runProgram(['serve'], there)
    if (!served.err.includes('exit.underWay')) faults.push(`a half import was served: ${served.err.slice(-300)}`)
  }
  const imported = await finish(['import', out, '--json'], there, faults)
  if (imported['rows'] !== exported['rows'])
    faults.push(`${exported['rows']} rows left, ${imported['rows']} arrived`)
  return {
    ...{ exportKills, importKills, faults },
    rows: Number(imported['rows'] ?? 0),
    equal: Number(imported['equal'] ?? 0),
  }
}

async function finish(
  words: readonly string[],
  dataDir: string,
  faults: string[],
): Promise<Record<string, unknown>> {
  const { code, out, err } = await runProgram(words, dataDir)
  if (code === 0) return JSON.parse(out) as Record<string, unknown>
  faults.push(`${words[0]} did not go on: ${err.slice(-500)}`)
  return {}
}

async function isHalfImported(dataDir: string): Promise<boolean> {
  const server = await startEmbedded(dataDir)
  const db = connect(pool(server.address, 1))
  try {
    const { rows } = await sql<{ half: boolean }>`
      select exists (select from facility_import where ended_at is null) as half`.execute(db)
    return rows[0]?.half ?? false
  } catch {
    return false // killed while the schema was made
  } finally {
    await db.destroy()
    await server.stop()
  }
}

/** A file with the password of a person, as `lanong delete-all` reads it. */
export function passwordFile(root: string): string {
  const file = join(root, 'password')
  writeFileSync(file, `${password}\n`, { mode: 0o600 })
  return file
}

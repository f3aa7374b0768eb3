import { spawn } from 'node:child_process'
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { openServices } from '#app/open-services.ts'
import { accountCommands } from '#modules/identity/index.ts'
import { ensureDemoSigners } from '#modules/signing/index.ts'
import { readConfig } from '#platform/config.ts'
import { connect, pool } from '#platform/db/connect.ts'
import { embeddedFolder, runningAddress, startEmbedded } from '#platform/db/embedded.ts'
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
  /** Asked while it runs: whether there is work that could be lost. */
  begun(): Promise<boolean>
  stage(): Promise<Stage>
  /** Takes back what came to its end before it could be killed. */
  reset(): Promise<void>
}

/** How far a work has come that may have been killed. */
type Stage = 'not begun' | 'in the middle' | 'done'

/** Starts the command and kills it (-9) so many milliseconds after its work has begun, if it still runs. */
async function killAfter({ words, dataDir, begun }: Killing, ms: number): Promise<void> {
  const child = spawn(process.execPath, ['src/cli/main.ts', ...words], {
    env: { ...process.env, LANONG_DATA_DIR: dataDir, LANONG_LOG_LEVEL: 'silent' },
    stdio: 'ignore',
  })
  let hasEnded = false
  const gone = new Promise<void>((settle) => child.once('exit', () => settle())).then(() => {
    hasEnded = true
  })
  while (!hasEnded && !(await begun())) await sleep(10)
  await Promise.race([gone, sleep(ms)])
  child.kill('SIGKILL')
  await gone
}

/** Kills the command in the middle so many times; what comes to its end is taken back, and killed sooner. */
async function killOften(killing: Killing, kills: number, tell: (line: string) => void): Promise<number> {
  let [longest, done] = [1000, 0]
  for (let tries = 0; done < kills && tries < kills * 6 + 10; tries++) {
    // A golden step through the time that the work takes: early, late and between, without chance.
    const ms = Math.round((((tries + 1) * 0.618034) % 1) * longest)
    await killAfter(killing, ms)
    const stage = await killing.stage()
    tell(`${killing.words[0]} killed ${ms} ms after it began: ${stage}`)
    if (stage === 'in the middle') done++
    if (stage !== 'done') continue
    longest = Math.max(50, Math.round(longest * 0.7))
    await killing.reset()
    done = 0
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
      begun: async () => existsSync(join(out, 'under-way.ndjson')),
      stage: async () => {
        if (existsSync(join(out, 'under-way.ndjson'))) return 'in the middle'
        return existsSync(join(out, 'manifest.json')) ? 'done' : 'not begun'
      },
      reset: async () => rmSync(out, { recursive: true }),
    },
    given.kills,
    tell,
  )
  const exported = await finish(['export', '--all', out, '--json'], here, faults)
  if (existsSync(out) && readdirSync(out, { recursive: true }).some((name) => String(name).endsWith('.part')))
    faults.push('the export holds a half file')
  const verified = await runProgram(['verify', out], here)
  if (verified.code !== 0) faults.push(`verify: ${verified.out.slice(-500)}`)

  const empty = async () => {
    mkdirSync(there, { recursive: true })
    // PostgreSQL's files may lie elsewhere, where its user can reach them.
    rmSync((await embeddedFolder(there)).data, { recursive: true, force: true })
    rmSync(there, { recursive: true, force: true })
    mkdirSync(there)
    chmodSync(there, 0o755)
    if (process.getuid?.() === 0) chownSync(there, 65534, 65534)
  }
  await empty()
  const importKills = await killOften(
    {
      words: ['import', out],
      dataDir: there,
      begun: () => hasFilesIn(there),
      stage: () => stageOfImport(there),
      reset: empty,
    },
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

/** Whether a file of the export is in, asked of the database that the import runs. */
async function hasFilesIn(dataDir: string): Promise<boolean> {
  const db = connect(pool(runningAddress(dataDir), 1))
  try {
    const { rows } = await sql<{ there: boolean }>`
      select exists (select from facility_import_file) as there`.execute(db)
    return rows[0]?.there ?? false
  } catch {
    return false // not up yet, or without its tables
  } finally {
    await db.destroy()
  }
}

async function stageOfImport(dataDir: string): Promise<Stage> {
  const server = await startEmbedded(dataDir)
  const db = connect(pool(server.address, 1))
  try {
    const { rows } = await sql<{ ended: boolean }>`
      select ended_at is not null as ended from facility_import`.execute(db)
    return rows[0] ? (rows[0].ended ? 'done' : 'in the middle') : 'not begun'
  } catch {
    return 'not begun' // killed while the schema was made
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

import { mkdirSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { AppError } from '#kernel/app-error.ts'
import { type DrillMinutes, writeMinutes } from '#modules/backups/index.ts'
import { checkLedger, rootAt } from '#modules/ledger/index.ts'
import { backupErrors } from '#platform/backup/errors.ts'
import { foreignSettings } from '#platform/backup/foreign.ts'
import { currentLine } from '#platform/backup/line.ts'
import { type Lsn, parseLsn } from '#platform/backup/lsn.ts'
import { restoreInto } from '#platform/backup/restore.ts'
import { planRestore, type RestorePlan } from '#platform/backup/restore-plan.ts'
import { openVault, readRecoveryKey, type Vault } from '#platform/backup/vault.ts'
import { readLineHead } from '#platform/backup/wal-pieces.ts'
import type { Config } from '#platform/config.ts'
import type { Context } from '#platform/context.ts'
import type { HeldFolder } from '#platform/data-folder.ts'
import { pool } from '#platform/db/connect.ts'
import { type EmbeddedDatabase, embeddedFolder, startEmbedded } from '#platform/db/embedded.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import { readSize } from '#store/ledger/read-size.ts'
import { joinServices, type OpenServices, openServices } from '../open-services.ts'
import { checkPages } from './check-pages.ts'
import { checkSignatures } from './check-signatures.ts'
import { holdTurn } from './hold-turn.ts'
import { type BackupPlaces, backupPlaces, roomBeside } from './places.ts'
import { holdKeeper } from './take-base.ts'

export interface DrillAsked {
  readonly elsewhere: boolean
  /** A base or another drill is under way, and is waited for. */
  waits?(): void
  step(what: string, done: number, of: number): void
}

type Check = DrillMinutes['checks'][number]
interface Draft {
  readonly checks: Check[]
  base?: string
  until?: string
  rpoSeconds?: number
  rtoSeconds?: number
  megabytes?: number
}

const waitForCopySeconds = 120

/**
 * A restore drill: marks the live database, waits for the mark in the copy (RPO), restores the copy into a folder beside
 * the live system up to its last record (RTO), and checks what came back. Its minutes are kept whatever it finds.
 */
export async function runDrill(config: Config, asked: DrillAsked): Promise<DrillMinutes> {
  const services = await openServices(config, { beside: true, logToFile: true })
  const folder = join(resolve(config.dataDir), 'drill')
  let turn: HeldFolder | undefined
  try {
    const live = makeContext(services, { facility: 1, actor: systemActor })
    const places = await backupPlaces(services.config)
    turn = await holdTurn(places.dataDir, asked)
    const store = asked.elsewhere ? places.elsewhere : places.here
    const startedAt = new Date().toISOString()
    const draft: Draft = { checks: [] }
    try {
      if (!store) throw backupErrors.noBackup({ where: 'LANONG_BACKUP_ELSEWHERE' })
      const key = await readRecoveryKey(places.keyFile)
      if (!key) throw backupErrors.missing({ name: places.keyFile })
      const vault = await openVault(store, key)
      await clear(folder)
      await drillInto(draft, { live, services, places, vault, folder, step: asked.step })
    } catch (error) {
      draft.checks.push({ part: 'phục hồi / restore', ok: false, note: reasonOf(error) })
    }
    const minutes: DrillMinutes = {
      ok: draft.checks.every(({ ok }) => ok),
      copy: asked.elsewhere ? 'elsewhere' : 'here',
      where: store?.where ?? '',
      startedAt,
      ...draft,
    }
    await writeMinutes(live, minutes)
    return minutes
  } finally {
    if (turn) await clear(folder)
    await turn?.release()
    await services.close()
  }
}

function reasonOf(error: unknown): string {
  return error instanceof AppError ? `${error.message} [${error.code}]` : (error as Error).message
}

async function clear(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o755 }) // where PostgreSQL's files are depends on whether it can be reached
  const { data } = await embeddedFolder(folder)
  rmSync(data, { recursive: true, force: true })
  rmSync(folder, { recursive: true, force: true })
}

interface Drill {
  readonly live: Context
  readonly services: OpenServices
  readonly places: BackupPlaces
  readonly vault: Vault
  readonly folder: string
  step(what: string, done: number, of: number): void
}

async function drillInto(draft: Draft, drill: Drill): Promise<void> {
  const { live, vault, folder, services } = drill
  const before = await readSize(live)
  const rpo = await measureRpo(drill)
  if (rpo !== undefined) draft.rpoSeconds = rpo
  const startedAt = Date.now()
  const plan = await planRestore(vault, {})
  draft.base = plan.base.id
  draft.until = new Date(plan.until).toISOString()
  draft.megabytes = Math.round(plan.base.bytes / 2 ** 20)
  mkdirSync(folder, { recursive: true, mode: 0o755 })
  const restored = await restoreInto(vault, plan, folder, drill.step, roomBeside(services.config))
  const { data } = await embeddedFolder(folder)
  const started = await startEmbedded(folder, { settings: await foreignSettings(plan.base, data) })
  const server = { ...started, address: { ...started.address, ...plan.base.database } }
  draft.rtoSeconds = (Date.now() - startedAt) / 1000
  draft.checks.push({
    part: 'phục hồi / restore',
    ok: true,
    note: `${plan.base.files.length} tệp/files, ${restored.documents} văn bản/documents, WAL → ${restored.reachedLsn}`,
  })
  try {
    await checkRestored(draft.checks, {
      live,
      server,
      folder,
      plan,
      before: rpo === undefined ? 0 : before.size,
      config: services.config,
    })
  } finally {
    await server.stop()
  }
}

/** Seconds from a commit of the live database to the copy; undefined when nobody keeps the log now. */
async function measureRpo({ live, places, vault }: Drill): Promise<number | undefined> {
  const held = await holdKeeper(places.dataDir).catch(() => undefined)
  if (held) {
    await held.release()
    return undefined
  }
  const { rows } = await sql<{ lsn: string }>`
    select pg_logical_emit_message(true, 'lanong', 'drill')::text as lsn`.execute(live.db)
  const committedAt = Date.now()
  const lsn: Lsn = parseLsn(rows[0]?.lsn ?? '')
  const line = await currentLine(places.dataDir)
  for (;;) {
    const head = line ? await readLineHead(vault, line) : undefined
    const seconds = (Date.now() - committedAt) / 1000
    if (head && head.lsn > lsn) return seconds
    if (seconds > waitForCopySeconds) throw backupErrors.keeperSilent({ seconds: waitForCopySeconds })
    await sleep(100)
  }
}

interface Restored {
  readonly live: Context
  readonly server: EmbeddedDatabase
  readonly folder: string
  readonly plan: RestorePlan
  /** Entries that the live ledger had before its mark was in the copy. */
  readonly before: number
  readonly config: Config
}

async function checkRestored(checks: Check[], of: Restored): Promise<void> {
  const { live, folder, server, before } = of
  const { databaseUrl: _url, blobUrl: _blobs, ...rest } = of.config
  const services = joinServices(
    { ...rest, dataDir: folder, backup: 'off' },
    { address: server.address, demo: false, logToFile: true },
  )
  const owner = pool(server.address, 1)
  try {
    const ctx = makeContext(services, { facility: 1, actor: systemActor })
    const ledger = await checkLedger(ctx)
    checks.push(told('sổ cái / ledger', ledger.faults, `${ledger.entries} mục/entries, ${ledger.heads} đầu/heads`))
    const same = (await rootAt(live, ledger.entries)) === ledger.root
    checks.push({ part: 'như bản đang chạy / same as live', ok: same, note: `${ledger.root.slice(0, 16)}…` })
    checks.push({
      part: 'số lượng / counts',
      ok: ledger.entries >= before,
      note: `${ledger.entries} ≥ ${before}; ${ledger.documents} văn bản/documents`,
    })
    const signatures = await checkSignatures(ctx)
    checks.push(told('chữ ký / signatures', signatures.faults, `${signatures.papers} giấy/papers`))
    const pages = await checkPages(owner)
    checks.push(told('trang dữ liệu / pages', pages.faults, `${pages.relations} bảng, chỉ mục/tables, indexes`))
  } finally {
    await owner.end()
    await services.close()
  }
}

function told(part: string, faults: readonly string[], well: string): Check {
  const [first] = faults
  return first === undefined
    ? { part, ok: true, note: well }
    : { part, ok: false, note: `${faults.length}: ${faults.slice(0, 3).join('; ')}` }
}

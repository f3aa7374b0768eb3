import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type pg from 'pg'
import pino, { type Logger } from 'pino'
import { AppError } from '#kernel/app-error.ts'
import { loadTerms } from '#modules/audit/index.ts'
import { importUnderWay } from '#modules/exit/index.ts'
import { openBlobs } from '#platform/blobs.ts'
import type { Config } from '#platform/config.ts'
import { type HeldFolder, holdDataFolder } from '#platform/data-folder.ts'
import { connect, type DatabaseAddress, pool } from '#platform/db/connect.ts'
import { type EmbeddedDatabase, runningAddress, startEmbedded } from '#platform/db/embedded.ts'
import { externalAddress } from '#platform/db/external.ts'
import { placeName } from '#platform/db/hosts.ts'
import { migrate } from '#platform/db/migrate.ts'
import { plannedBeside } from '#platform/db/planned.ts'
import { followReplica } from '#platform/db/replica.ts'
import { watchReplicaWaits } from '#platform/db/replica-waits.ts'
import { breakSilence } from '#platform/db/silence.ts'
import { diskFull, diskRoom, freeMegabytes } from '#platform/disk-room.ts'
import { errorTexts } from '#platform/messages.ts'
import { rotateLog } from '#platform/rotate-log.ts'
import type { Services } from '#platform/services.ts'
import { learnTraining } from '#platform/training.ts'
import { modules } from './module-list.ts'
import { migrateAtStart, refuseHalfImport, type Step } from './upgrade/before-migration.ts'
import type { WorkerOf } from './workers/messages.ts'

export interface OpenServices extends Services {
  readonly address: DatabaseAddress
  readonly embedded: EmbeddedDatabase | undefined
  readonly logToFile: boolean
  /** Migrations that were run at this start. */
  readonly migrated: readonly string[]
  close(): Promise<void>
}

export interface Opening {
  readonly demo?: boolean
  /** Writes the log to `<dataDir>/log/lanong.log` and leaves the console to people. */
  readonly logToFile?: boolean
  readonly now?: () => Date
  /** Works beside a running instance on the same folder, on its database, instead of refusing. */
  readonly beside?: boolean
  /** Somebody asked for the change of the schema in so many words. */
  readonly migrates?: boolean
  /** The changes that the schema has, where it is that of an older program: what this one made comes into it first. */
  readonly schema?: readonly string[]
  /** How far a base before a change of the schema is. */
  readonly step?: Step
}

/** PostgreSQL needs this much to make its files, or to replay and recycle its log. */
const leastToStartMb = 64

/** Takes the data folder, starts or reaches the database, migrates it, and opens what a program needs. */
export async function openServices(config: Config, opening: Opening = {}): Promise<OpenServices> {
  const folder = await holdDataFolder(config.dataDir).catch((error: unknown) => {
    if (opening.beside && error instanceof AppError && error.code === 'folder.inUse') return undefined
    throw error
  })
  if (!folder)
    return assemble({
      config,
      opening,
      folder: borrowed(config),
      embedded: undefined,
      address: addressBeside(config),
      migrated: [],
    })
  let embedded: EmbeddedDatabase | undefined
  try {
    if (freeMegabytes(folder.path) < leastToStartMb) throw diskFull()
    embedded = config.databaseUrl
      ? undefined
      : await startEmbedded(folder.path, { connections: connectionsOf(config) })
    const address = embedded?.address ?? externalAddress(config)
    const migrated = await migrateAt({ ...config, dataDir: folder.path }, address, opening)
    return withoutWaits(assemble({ config, opening, folder, embedded, address, migrated }))
  } catch (error) {
    await embedded?.stop()
    await folder.release()
    throw error
  }
}

/** One process of an installation watches what waits for the replica. */
function withoutWaits(services: OpenServices): OpenServices {
  if (services.config.databaseUrl === undefined) return services
  const waits = watchReplicaWaits(services)
  return {
    ...services,
    async close() {
      await waits.stop()
      await services.close()
    },
  }
}

/** What a worker needs: the database, folder and migrations are the primary's. */
export function joinServices(config: Config, of: WorkerOf): OpenServices {
  const opening = { demo: of.demo, logToFile: of.logToFile }
  return assemble({
    config,
    opening,
    folder: borrowed(config),
    embedded: undefined,
    address: of.address,
    migrated: [],
  })
}

/** Every process has its pool; commands beside them need some more. */
function connectionsOf({ workers, databasePool }: Config): number {
  return 20 + (workers + 1) * (databasePool + plannedBeside(databasePool))
}

function borrowed(config: Config): HeldFolder {
  return { path: resolve(config.dataDir), release: async () => {} }
}

function addressBeside(config: Config): DatabaseAddress {
  return config.databaseUrl ? externalAddress(config) : runningAddress(config.dataDir)
}

async function migrateAt(
  config: Config,
  address: DatabaseAddress,
  { demo = false, migrates: asked = false, schema, step = () => {} }: Opening,
): Promise<readonly string[]> {
  const owner = pool(address, 1)
  const database = { address, database: { user: 'postgres', database: 'postgres' } }
  try {
    if (!schema) await refuseHalfImport(owner)
    const migrated =
      demo || schema
        ? await migrate(owner, schema)
        : await migrateAtStart({ config, database, owner, asked, step })
    // Lists and resources may be imported before anyone has named the facility.
    await owner.query(
      `insert into facility (id, code, name) select 1, '00000', '' where not exists (select from facility)`,
    )
    // What is half imported is not written into, and an older schema may have no place for them.
    if (!schema && !(await importUnderWay(connect(owner)))) await loadTerms(connect(owner))
    return migrated
  } finally {
    await owner.end()
  }
}

interface Parts {
  readonly config: Config
  readonly opening: Opening
  readonly folder: HeldFolder
  readonly embedded: EmbeddedDatabase | undefined
  readonly address: DatabaseAddress
  readonly migrated: readonly string[]
}

function assemble({ config, opening, folder, embedded, address, migrated }: Parts): OpenServices {
  learnTraining(folder.path)
  const connections = pool(address, config.databasePool, 'lanong_app', config.databaseStatementSeconds)
  const db = connect(connections)
  const replica = replicaOf(config, connections)
  const log = makeLog(config, folder.path, opening.logToFile === true)
  const silence = config.databaseUrl === undefined ? undefined : breakSilence(connections, address, log)
  return {
    config: { ...config, dataDir: folder.path },
    db,
    pool: connections,
    replica,
    blobs: openBlobs({ ...config, dataDir: folder.path }),
    log,
    needRoom: diskRoom([folder.path, embedded?.folder ?? folder.path], config.diskReserveMb),
    guards: modules.flatMap((module) => module.guards ?? []),
    demo: opening.demo === true,
    now: opening.now ?? (() => new Date()),
    translate: errorTexts(),
    address,
    embedded,
    logToFile: opening.logToFile === true,
    migrated,
    async close() {
      silence?.stop()
      await replica?.stop()
      await db.destroy()
      await embedded?.stop()
      await folder.release()
    },
  }
}

function replicaOf(config: Config, primary: pg.Pool) {
  const { databaseReplicaUrl, databaseReplicaLagSeconds, databasePool, databaseStatementSeconds } = config
  if (databaseReplicaUrl === undefined) return undefined
  const address = { connectionString: databaseReplicaUrl }
  const reading = pool(address, databasePool, 'lanong_app', databaseStatementSeconds)
  return followReplica({
    place: placeName(address),
    primary,
    reads: { db: connect(reading), pool: reading },
    mostSeconds: databaseReplicaLagSeconds,
  })
}

/** Second wall against patient data in logs; the first is that nobody writes any. */
const hidden = [
  '*.password',
  '*.pin',
  '*.authorization',
  '*.cookie',
  '*.name',
  '*.content',
  '*.resource',
  '*.body',
]

/** Lines are written some at a time beside the work, each within a second and all when the process ends. */
const beside = { sync: false, minLength: 16_000, periodicFlush: 1000 } as const

const rotateEveryMs = 60_000

function makeLog(config: Config, dataDir: string, toFile: boolean): Logger {
  const options = { level: config.logLevel, redact: { paths: hidden, censor: '…' }, base: null }
  if (!toFile) return pino(options, pino.destination({ fd: 2, ...beside }))
  mkdirSync(join(dataDir, 'log'), { recursive: true })
  const path = join(dataDir, 'log', 'lanong.log')
  rotateLog(path)
  const file = pino.destination({ dest: path, ...beside })
  setInterval(() => {
    if (rotateLog(path)) file.reopen()
  }, rotateEveryMs).unref()
  return pino(options, file)
}

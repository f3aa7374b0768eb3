import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import pino from 'pino'
import { uuidv7 } from '#kernel/ids.ts'
import { fileBlobs } from '#platform/blobs.ts'
import { readConfig } from '#platform/config.ts'
import type { Actor, Context } from '#platform/context.ts'
import { connect, type DatabaseAddress, pool } from '#platform/db/connect.ts'
import type { Guard } from '#platform/guard.ts'
import { errorTexts } from '#platform/messages.ts'
import { makeContext, type Services } from '#platform/services.ts'

/** The moment at which tests stand still: Monday 23/11/2026, 10:42 in Viet Nam. */
export const noon = new Date('2026-11-23T03:42:00Z')

function cluster(): DatabaseAddress {
  const given = process.env['LANONG_TEST_DATABASE']
  if (!given)
    throw new Error('Database tests run under `node tools/test.ts <file>`, which starts PostgreSQL for them.')
  return JSON.parse(given) as DatabaseAddress
}

export interface TestSetup {
  readonly guards?: readonly Guard[]
  readonly now?: () => Date
  readonly demo?: boolean
  readonly settings?: Readonly<Record<string, string>>
}

/** Runs `work` on a fresh database copied from the migrated template, then drops it. */
export async function withServices<T>(
  work: (services: Services) => Promise<T>,
  setup: TestSetup = {},
): Promise<T> {
  const address = cluster()
  const name = `test_${randomBytes(6).toString('hex')}`
  const dataDir = mkdtempSync(join(tmpdir(), 'lanong-files-'))
  const admin = connect(pool(address, 1))
  await sql`create database ${sql.id(name)} template test_template`.execute(admin)
  const connections = pool({ ...address, database: name }, 6, 'lanong_app')
  const db = connect(connections)
  try {
    return await work({
      config: readConfig({
        LANONG_DATA_DIR: dataDir,
        LANONG_PORT: '0',
        LANONG_LOG_LEVEL: 'silent',
        ...setup.settings,
      }),
      db,
      pool: connections,
      blobs: fileBlobs(join(dataDir, 'blobs')),
      log: pino({ level: process.env['LANONG_TEST_LOG'] ?? 'silent' }),
      guards: setup.guards ?? [],
      demo: setup.demo ?? true,
      now: setup.now ?? (() => noon),
      translate: errorTexts(),
    })
  } finally {
    await db.destroy()
    await sql`drop database ${sql.id(name)} with (force)`.execute(admin)
    await admin.destroy()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Does what only the owner of the tables may do, on a connection of its own to the same database. */
export async function asOwner<T>(db: Kysely<unknown>, work: (owner: Kysely<unknown>) => Promise<T>): Promise<T> {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db)
  const owner = connect(pool({ ...cluster(), database: rows[0]?.name ?? '' }, 1))
  try {
    return await work(owner)
  } finally {
    await owner.destroy()
  }
}

/** Connections of the owner to the same database; the caller ends them. */
export async function ownerPool(db: Kysely<unknown>) {
  const { rows } = await sql<{ name: string }>`select current_database() as name`.execute(db)
  return pool({ ...cluster(), database: rows[0]?.name ?? '' }, 1)
}

/** What autovacuum does in time: statistics and visibility of a table that was just filled. */
export async function settle(ctx: Context, table: string): Promise<void> {
  await asOwner(ctx.db, (owner) => sql`vacuum analyze ${sql.id(table)}`.execute(owner))
}

/** A person with every permission, unless told otherwise. */
export function actor(given: Partial<Actor> = {}): Actor {
  return {
    id: 'test-person',
    kind: 'person',
    userName: 'test',
    name: 'Người Thử Nghiệm',
    practitionerId: 'practitioner-test',
    departments: ['KKB'],
    roles: ['doctor'],
    permissions: new Set(['*']),
    ...given,
  }
}

/** Runs `work` with a context on a fresh database. */
export function withContext<T>(
  work: (ctx: Context, services: Services) => Promise<T>,
  setup: TestSetup & { readonly actor?: Partial<Actor> } = {},
): Promise<T> {
  return withServices(
    (services) => work(makeContext(services, { facility: 1, actor: actor(setup.actor) }), services),
    setup,
  )
}

/** The same context as another person. */
export function as(ctx: Context, given: Partial<Actor>): Context {
  return { ...ctx, actor: actor(given), requestId: uuidv7() }
}

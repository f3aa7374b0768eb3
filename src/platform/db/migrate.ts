import { readdir, readFile } from 'node:fs/promises'
import type pg from 'pg'
import { AppError } from '#kernel/app-error.ts'

const folder = new URL('../../../migrations/', import.meta.url)
const lockKey = 7_210_720

export async function migrationFiles(): Promise<readonly string[]> {
  return (await readdir(folder)).filter((name) => /^\d{4}-.+\.sql$/.test(name)).sort()
}

/** Names of migrations the database has had; empty for a new one. */
export async function appliedMigrations(client: pg.ClientBase | pg.Pool): Promise<readonly string[]> {
  const { rows } = await client.query<{ there: boolean }>(
    `select to_regclass('public.migration') is not null as there`,
  )
  if (!rows[0]?.there) return []
  return (await client.query<{ name: string }>('select name from migration order by name')).rows.map(
    (row) => row.name,
  )
}

/**
 * Runs the pending files of `migrations/` in order of their number, each in one transaction, under one
 * lock for all servers. Forward only. A database that has files we lack is newer than this program.
 * @param only no others than these: the schema of an older program
 */
export async function migrate(from: pg.Pool, only?: readonly string[]): Promise<readonly string[]> {
  const client = await from.connect()
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey])
    const files = await migrationFiles()
    const applied = await appliedMigrations(client)
    const unknown = applied.filter((name) => !files.includes(name))
    if (unknown.length > 0)
      throw new AppError(
        'database.newer',
        {
          category: 'fault',
          text: 'The database was made by a newer version (it has {name}). Install that version or a newer one.',
        },
        { name: unknown[0] ?? '' },
      )
    const pending = files.filter((name) => !applied.includes(name) && (!only || only.includes(name)))
    await client.query(
      'create table if not exists migration (name text primary key, at timestamptz not null default now())',
    )
    for (const name of pending) await applyOne(client, name)
    return pending
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lockKey]).catch(() => {})
    client.release()
  }
}

async function applyOne(client: pg.PoolClient, name: string): Promise<void> {
  try {
    await client.query('begin')
    await client.query(await readFile(new URL(name, folder), 'utf8'))
    await client.query('insert into migration (name) values ($1)', [name])
    await client.query('commit')
  } catch (cause) {
    await client.query('rollback').catch(() => {})
    throw new AppError(
      'database.migration',
      { category: 'fault', text: 'Migration {name} failed: {reason}' },
      { name, reason: (cause as Error).message },
      cause,
    )
  }
}

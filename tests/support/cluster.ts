import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { loadTerms } from '#modules/audit/index.ts'
import type { DatabaseAddress } from '#platform/db/connect.ts'
import { connect, pool } from '#platform/db/connect.ts'
import { startEmbedded } from '#platform/db/embedded.ts'
import { migrate } from '#platform/db/migrate.ts'

/** A throw-away PostgreSQL with one migrated template database, `test_template`. */
export async function startTestDatabase(
  folder: string,
  { fsync = false }: { readonly fsync?: boolean } = {},
): Promise<{ address: DatabaseAddress; stop(): Promise<void> }> {
  chmodSync(folder, 0o755)
  const home = join(folder, 'cluster')
  mkdirSync(home, { recursive: true })
  const cluster = await startEmbedded(home, { fsync })
  const admin = pool(cluster.address, 1)
  await admin.query('create database test_template')
  await admin.end()
  const template = pool({ ...cluster.address, database: 'test_template' }, 1)
  await migrate(template)
  await template.query(`insert into facility (id, code, name) values (1, '01ZZ1', 'Bệnh viện Đa khoa Ngàn Phố')`)
  await loadTerms(connect(template))
  await template.end()
  return { address: cluster.address, stop: cluster.stop }
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { BaseManifest } from './base-manifest.ts'
import { writeDurably } from './object-store.ts'

/**
 * Settings under which a restored database of another installation of PostgreSQL starts here: its own files of settings
 * may lie outside of what was backed up, and name certificates and libraries that this machine does not have.
 */
export async function foreignSettings(
  { database }: BaseManifest,
  data: string,
): Promise<Readonly<Record<string, string>>> {
  for (const name of ['postgresql.conf', 'pg_ident.conf'])
    if (!existsSync(join(data, name))) await writeDurably(join(data, name), Buffer.alloc(0))
  if (database.user === 'postgres' && database.database === 'postgres') return {}
  const rules = join(data, 'lanong_hba.conf')
  await writeDurably(rules, Buffer.from('local all all trust\n'), 0o644)
  return { hba_file: rules, ssl: 'off', shared_preload_libraries: '', archive_mode: 'off' }
}

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Config } from '../config.ts'

/** Whether the server of this data folder keeps a backup: by setting, or by default in production. */
export function keepsBackup(config: Config): boolean {
  if (config.backup !== 'auto') return config.backup === 'on'
  return existsSync(join(config.dataDir, 'backup-state'))
}

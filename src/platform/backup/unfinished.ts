import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { backupErrors } from './errors.ts'

export const unfinishedMark = 'restore-unfinished'
/** A rollback is moving what is in the folder. */
export const rollbackMark = 'rollback-unfinished'

/** A folder that was restored or rolled back in part answers as if it were whole, or empty: nothing starts on it. */
export function refuseUnfinished(folder: string): void {
  if (existsSync(join(folder, unfinishedMark))) throw backupErrors.unfinished({ folder })
  if (existsSync(join(folder, rollbackMark))) throw backupErrors.rollbackUnfinished({ folder })
}

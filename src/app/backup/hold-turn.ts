import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { AppError } from '#kernel/app-error.ts'
import { type HeldFolder, holdDataFolder } from '#platform/data-folder.ts'

export interface TurnAsked {
  /** Gives up waiting; the promise is refused with an `AbortError`. */
  readonly signal?: AbortSignal | undefined
  /** Called once when somebody else has the turn. */
  waits?(): void
}

/**
 * One at a time of a data folder: bases, drills, and what takes old bases away. A base shares packs with the newest one
 * before it, a drill reads them: neither may go in the meantime. Waits for its turn; a process that dies gives it up.
 */
export async function holdTurn(dataDir: string, { signal, waits }: TurnAsked = {}): Promise<HeldFolder> {
  for (let told = false; ; await sleep(500, undefined, { signal })) {
    try {
      return await holdDataFolder(join(dataDir, 'backup-state', 'turn'))
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'folder.inUse') throw error
    }
    if (!told) waits?.()
    told = true
  }
}

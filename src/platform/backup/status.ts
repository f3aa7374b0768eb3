import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtOnce } from './object-store.ts'

/** How one copy stands; times in milliseconds since 1970. */
export interface CopyStatus {
  readonly where: string
  /** Everything until then is in it; 0 when nothing is. */
  readonly safeAt: number
  readonly waiting: number
  readonly fault?: string | undefined
}

export interface BaseStatus {
  readonly id: string
  readonly kind: 'full' | 'incremental'
  readonly endedAt: number
  readonly seconds: number
  readonly bytes: number
  readonly addedBytes: number
  readonly documents: number
}

/** What the keeper notes every second for those who look: screens, figures, doctor. */
export interface BackupStatus {
  readonly at: number
  readonly line?: string | undefined
  readonly here: CopyStatus & { readonly onDataDisk: boolean }
  readonly elsewhere?: CopyStatus | undefined
  readonly bases: readonly BaseStatus[]
  /** Why the last base failed, when it did. */
  readonly baseFault?: string | undefined
  readonly underWay?: 'base' | 'drill' | undefined
}

const file = (dataDir: string) => join(dataDir, 'backup-state', 'status.json')

export async function noteStatus(dataDir: string, status: BackupStatus): Promise<void> {
  await writeFileAtOnce(file(dataDir), Buffer.from(JSON.stringify(status)))
}

export async function readStatus(dataDir: string): Promise<BackupStatus | undefined> {
  const text = await readFile(file(dataDir), 'utf8').catch(() => undefined)
  return text === undefined ? undefined : (JSON.parse(text) as BackupStatus)
}

import { structures } from './definitions.ts'
import type { StoredVersion } from './types.ts'

/** Columns of a current resource, as the database gives them. */
export interface StoredRow {
  readonly type: number
  readonly id: string
  readonly version: number
  readonly recorded_at: Date
  readonly content: Buffer
  readonly hash: Buffer
  readonly patient: string | null
}

export function storedOf(row: StoredRow): StoredVersion {
  return {
    type: structures.resourceTypeName(row.type),
    id: row.id,
    version: row.version,
    recordedAt: row.recorded_at,
    deleted: false,
    content: row.content,
    hash: row.hash,
    patientId: row.patient ?? undefined,
  }
}

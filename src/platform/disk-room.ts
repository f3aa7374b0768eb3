import { statfsSync } from 'node:fs'
import { AppError } from '#kernel/app-error.ts'

export const diskFull = (cause?: unknown): AppError =>
  new AppError(
    'disk.full',
    { category: 'unavailable', text: 'The disk of the server is full; nothing new is stored. Free some room.' },
    {},
    cause,
  )

const megabyte = 1024 * 1024
const lookEveryMs = 1000

/** Free megabytes for the user that runs the server. */
export function freeMegabytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder)
  return (bavail * bsize) / megabyte
}

/**
 * Throws `disk.full` when less than the reserve is free, before anything is begun: PostgreSQL that cannot write its
 * log stops, and files would be cut short. The reserve keeps sessions, audits of reading and the log going.
 */
export function diskRoom(folders: readonly string[], reserveMb: number): () => void {
  let lookedAt = Number.NEGATIVE_INFINITY
  let full = false
  return () => {
    const now = performance.now()
    if (now - lookedAt >= lookEveryMs) {
      full = folders.some((folder) => freeMegabytes(folder) < reserveMb)
      lookedAt = now
    }
    if (full) throw diskFull()
  }
}

import { existsSync, renameSync, rmSync, statSync } from 'node:fs'

export interface RotationRules {
  readonly mostBytes: number
  readonly mostDays: number
  /** Older pieces that are kept. */
  readonly pieces: number
}

/** Twenty pieces of 16 MB, or as many months. */
export const usualRotation: RotationRules = { mostBytes: 16 * 2 ** 20, mostDays: 30, pieces: 20 }

const dayMs = 86_400_000

/** Puts a log that is large or old aside as `.1`, the one before as `.2`, and so on; whether it did. */
export function rotateLog(path: string, rules: RotationRules = usualRotation, now = Date.now()): boolean {
  if (!existsSync(path)) return false
  const { size, birthtimeMs } = statSync(path)
  if (size === 0 || (size < rules.mostBytes && now - birthtimeMs < rules.mostDays * dayMs)) return false
  rmSync(`${path}.${rules.pieces}`, { force: true })
  for (let piece = rules.pieces - 1; piece >= 1; piece--)
    if (existsSync(`${path}.${piece}`)) renameSync(`${path}.${piece}`, `${path}.${piece + 1}`)
  renameSync(path, `${path}.1`)
  return true
}

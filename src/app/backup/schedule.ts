import { statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BackupRules } from '#platform/backup/policy.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Viet Nam has one zone and no summer time. */
const zoneMs = 7 * hourMs

/** The first base at once; then in the quiet hours when a turn has passed, and at any hour when it is overdue; pure. */
export function nextBaseDue(last: number | undefined, now: number, { base }: BackupRules): boolean {
  if (last === undefined) return true
  const turnMs = base.everyHours * hourMs
  const hour = Math.floor(((now + zoneMs) % dayMs) / hourMs)
  const quiet = hour >= base.notBeforeHour && hour < base.notBeforeHour + 5
  // In the quiet hours a base that is nearly due comes now rather than by day.
  const dueMs = quiet ? Math.max(turnMs - 5 * hourMs, turnMs / 2) : turnMs * 1.25
  // One from the future was made before the clock was set back.
  return Math.abs(now - last) >= dueMs
}

/** Weekly by the rules; an installation that is new is tried after its first base. Notes that it was begun. */
export function drillDue(dataDir: string, now: number, startedAt: number, { drill }: BackupRules): boolean {
  if (drill.everyDays === 0 || now - startedAt < settleMs) return false
  const mark = join(dataDir, 'backup-state', 'drill-begun')
  if (Math.abs(now - modified(mark)) < drill.everyDays * dayMs) return false
  writeFileSync(mark, '')
  return true
}

/** A server that has just started has other things to do. */
const settleMs = 10 * 60_000

function modified(path: string): number {
  try {
    return statSync(path).mtimeMs
  } catch {
    return 0
  }
}

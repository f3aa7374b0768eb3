import type { BackupRules } from '#platform/backup/policy.ts'
import type { BackupStatus, CopyStatus } from '#platform/backup/status.ts'
import { type Finding, finding } from '#platform/finding.ts'

export interface Watched {
  /** Whether this server should keep a backup. */
  readonly on: boolean
  readonly status: BackupStatus | undefined
  readonly lastDrill: { readonly at: number; readonly ok: boolean } | undefined
  readonly now: number
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** The keeper notes its status every second; older than this, it does not run. */
const silentMs = 30_000

/** What is well and what is not, each with what to do; pure. */
export function judgeBackup({ on, status, lastDrill, now }: Watched, rules: BackupRules): readonly Finding[] {
  if (!on) return [finding('keeper', 'amber', 'off')]
  if (!status || now - status.at > silentMs) return [finding('keeper', 'red', 'silent')]
  return [
    judgeCopy('here', status.here, now, rules),
    status.here.onDataDisk && !status.elsewhere
      ? finding('elsewhere', 'amber', 'onlyHere')
      : status.elsewhere
        ? judgeCopy('elsewhere', status.elsewhere, now, rules)
        : finding('elsewhere', 'amber', 'noElsewhere'),
    judgeBase(status, now, rules),
    judgeDrill(lastDrill, status, now, rules),
  ]
}

function judgeCopy(part: string, copy: CopyStatus, now: number, { alarm }: BackupRules): Finding {
  const behind = Math.max(0, Math.round((now - copy.safeAt) / 1000))
  const details = { where: copy.where, seconds: behind, waiting: copy.waiting, reason: copy.fault ?? '' }
  if (copy.safeAt === 0)
    return finding(part, copy.fault ? 'red' : 'amber', copy.fault ? 'copyFails' : 'copyBegins', details)
  if (behind > alarm.redSeconds) return finding(part, 'red', 'copyFails', details)
  if (behind > alarm.amberSeconds) return finding(part, 'amber', 'copyBehind', details)
  return finding(part, 'green', 'copyWell', details)
}

function judgeBase({ bases, baseFault }: BackupStatus, now: number, { alarm }: BackupRules): Finding {
  const last = bases.at(-1)
  const hours = last ? Math.round((now - last.endedAt) / hourMs) : 0
  const details = { hours, reason: baseFault ?? '' }
  if (!last) return finding('base', baseFault ? 'red' : 'amber', baseFault ? 'baseFails' : 'noBase', details)
  if (hours > alarm.redBaseHours) return finding('base', 'red', 'baseOld', details)
  return baseFault ? finding('base', 'amber', 'baseFails', details) : finding('base', 'green', 'baseWell', details)
}

function judgeDrill(
  last: Watched['lastDrill'],
  { bases }: BackupStatus,
  now: number,
  { alarm }: BackupRules,
): Finding {
  if (!last) {
    const since = bases[0]?.endedAt ?? now
    const late = now - since > alarm.redDrillDays * dayMs
    return finding('drill', late ? 'red' : 'amber', 'noDrill')
  }
  const days = Math.floor((now - last.at) / dayMs)
  if (!last.ok) return finding('drill', 'red', 'drillFailed', { days })
  return finding(
    'drill',
    days > alarm.redDrillDays ? 'red' : 'green',
    days > alarm.redDrillDays ? 'drillOld' : 'drillWell',
    { days },
  )
}

import { readRules } from '#platform/backup/policy.ts'
import { type BackupStatus, type CopyStatus, readStatus } from '#platform/backup/status.ts'
import { keepsBackup } from '#platform/backup/switched-on.ts'
import type { Context } from '#platform/context.ts'
import { type Finding, worst } from '#platform/finding.ts'
import type { BackupView } from './contract.ts'
import { listDrills } from './drill-rows.ts'
import { judgeBackup } from './findings.ts'

const drillsShown = 20
const basesShown = 40

/** How the backup stands, for the IT officer. */
export async function viewBackup(ctx: Context): Promise<BackupView> {
  const { findings, status, drills } = await look(ctx)
  return {
    level: worst(findings),
    findings: [...findings],
    ...(status ? { here: copyView(status.here) } : {}),
    ...(status?.elsewhere ? { elsewhere: copyView(status.elsewhere) } : {}),
    bases: basesOf(status),
    drills: [...drills],
    ...(status?.underWay ? { underWay: status.underWay } : {}),
  }
}

export async function backupFindings(ctx: Context): Promise<readonly Finding[]> {
  return (await look(ctx)).findings
}

async function look(ctx: Context) {
  const status = await readStatus(ctx.config.dataDir)
  const drills = await listDrills(ctx, drillsShown)
  const [last] = drills
  const findings = judgeBackup(
    {
      on: keepsBackup(ctx.config),
      status,
      lastDrill: last && { at: Date.parse(last.at), ok: last.ok },
      now: ctx.now().getTime(),
    },
    readRules(),
  )
  return { findings, status, drills }
}

function copyView({ where, safeAt, waiting, fault }: CopyStatus): NonNullable<BackupView['here']> {
  return {
    where,
    waiting,
    ...(safeAt > 0 ? { safeAt: new Date(safeAt).toISOString() } : {}),
    ...(fault ? { fault } : {}),
  }
}

function basesOf(status: BackupStatus | undefined): BackupView['bases'] {
  return (status?.bases ?? [])
    .map((base) => ({ ...base, endedAt: new Date(base.endedAt).toISOString() }))
    .reverse()
    .slice(0, basesShown)
}

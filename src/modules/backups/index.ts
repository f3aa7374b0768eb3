import type { HospitalModule } from '#platform/module.ts'
import { backupRoutes } from './routes.ts'
import { backupFindings } from './view-backup.ts'

/** How the backup of this installation stands, and the minutes of its restore drills. */
export const backups: HospitalModule = {
  name: 'backups',
  permissions: { 'backups.read': 'See how the backup stands and the minutes of restore drills' },
  routes: backupRoutes,
  findings: backupFindings,
}

export type { DrillMinutes } from './contract.ts'
export { writeMinutes } from './write-minutes.ts'

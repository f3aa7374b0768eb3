import type { HospitalModule } from '#platform/module.ts'
import { attachedFilesAreScanned } from './attached-files.ts'
import { protectionFindings } from './findings.ts'
import { clear, reseal } from './jobs.ts'

/** What protects the data where it lies. */
export const protection: HospitalModule = {
  name: 'protection',
  permissions: {},
  jobs: [reseal, clear],
  guards: [attachedFilesAreScanned],
  findings: protectionFindings,
}

/** For `lanong keys`: what stands encrypted in the database goes over to the current master key. */
export { resealMarked } from './columns.ts'

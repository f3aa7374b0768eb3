import type { HospitalModule } from '#platform/module.ts'
import { guards } from './guards.ts'
import { refreshIndex } from './refresh-index.ts'
import { recordRoutes } from './routes.ts'

/** Records (hồ sơ bệnh án): from the open visit to the archived, found and exported record. */
export const records: HospitalModule = {
  name: 'records',
  permissions: {
    'records.read': 'See a whole record and what it lacks',
    'records.find': 'Find records by number, patient, diagnosis or doctor',
    'records.finish': 'End the visit of a record',
    'records.complete': 'Declare a record complete',
    'records.archive': 'Take records into the archive',
    'records.reopen': 'Open a closed record again, with a reason',
    'records.export': 'Take a record out as one file',
  },
  routes: recordRoutes,
  guards,
  jobs: [
    {
      name: 'record index',
      everySeconds: 5,
      async run(ctx) {
        const done = await refreshIndex(ctx, 200)
        return { expected: done, processed: done, failed: 0 }
      },
    },
  ],
}

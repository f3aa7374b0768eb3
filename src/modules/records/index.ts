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
    'records.submit': 'Hand complete records in to the record office',
    'records.accept': 'Accept records that were handed in, or send them back',
    'records.archive': 'Take records into the archive, and say where their paper lies',
    'records.supplement': 'Add what came late to an archived record',
    'records.askReopening': 'Ask for a closed record to be opened again',
    'records.reopen': 'Open a closed record again on the request of another person',
    'records.hold': 'Put records under legal hold, and ask for it to be lifted',
    'records.liftHold': 'Lift a legal hold on the request of another person',
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

export { endingForms } from './ending-forms.ts'
export { type ImportedRecord, importRecord } from './export/import-record.ts'
export { renderRecord } from './export-record.ts'
export { findRecords } from './find-records.ts'
export { type FoundRecord, findRecordState, patientNameOf } from './find-state.ts'
export { inState } from './in-state.ts'
export { readLacks } from './lacks.ts'
export { personOf } from './person.ts'
export { keepRecognised } from './recognised.ts'
export { refreshIndex } from './refresh-index.ts'
export { retentionTitleOf } from './retention.ts'

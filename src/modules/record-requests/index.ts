import type { HospitalModule } from '#platform/module.ts'
import { requestRoutes } from './routes.ts'

/** Requests to read, copy or borrow records: granted by law for a time, marked, told to the patient. */
export const recordRequests: HospitalModule = {
  name: 'record-requests',
  permissions: {
    'requests.read': 'See who asked for records and what they were given',
    'requests.take': 'Take in requests to read or have a copy of records',
    'requests.grant': 'Grant or refuse such requests',
    'requests.handOut': 'Hand out granted copies, lend paper and take it back',
    'requests.own': 'As a patient, see who asked for and saw the own records',
  },
  routes: requestRoutes,
}

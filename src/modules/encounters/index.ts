import type { HospitalModule } from '#platform/module.ts'
import { queueGuard } from './queue-guard.ts'
import { encounterRoutes } from './routes.ts'

/** Visits: check-in, rooms, numbers and the line before each room. */
export const encounters: HospitalModule = {
  name: 'encounters',
  permissions: {
    'encounters.read': 'See rooms and the lines of the day',
    'encounters.checkin': 'Open visits and give out numbers',
    'encounters.queue': 'Call, start, skip and take back numbers',
  },
  routes: encounterRoutes,
  guards: [queueGuard],
}

export { checkIn } from './check-in.ts'
export { listQueue } from './list-queue.ts'
export { startVisit } from './move-in-queue.ts'
export { takeRecordNumber } from './take-numbers.ts'

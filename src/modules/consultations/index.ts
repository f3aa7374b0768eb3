import type { HospitalModule } from '#platform/module.ts'
import { askRoutes, listRoutes, meetingRoutes } from './routes.ts'

/** People who meet about a patient: consultations, death reviews, care conferences. */
export const consultations: HospitalModule = {
  name: 'consultations',
  permissions: {
    'consultations.read': 'See the meetings that one is invited to, and the chart as long as they last',
    'consultations.answer': 'Answer invitations and write one’s opinion',
    'consultations.ask': 'Ask for consultations',
    'consultations.conduct': 'Plan meetings, invite, write minutes, cancel',
    'consultations.conference': 'Call care conferences with the family',
    'consultations.deaths': 'See deaths without review and prepare reviews',
  },
  routes(api) {
    listRoutes(api)
    askRoutes(api)
    meetingRoutes(api)
  },
}

import type { HospitalModule } from '#platform/module.ts'
import { incidentFindings } from './findings.ts'
import { incidentRoutes } from './routes.ts'

/** The incident book: what happened, what was done, whom the law wants told until when. */
export const incidents: HospitalModule = {
  name: 'incidents',
  permissions: {
    'incidents.report': 'Report an incident, and see the own reports',
    'incidents.read': 'Read the incident book',
    'incidents.handle': 'Classify incidents, note what is done, give notices',
    'incidents.close': 'Close incidents as the second person',
  },
  routes: incidentRoutes,
  findings: incidentFindings,
}

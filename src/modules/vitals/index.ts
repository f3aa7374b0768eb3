import type { HospitalModule } from '#platform/module.ts'
import { vitalRoutes } from './routes.ts'

/** Vital signs: measured, checked, scored. */
export const vitals: HospitalModule = {
  name: 'vitals',
  permissions: {
    'vitals.read': 'See vital signs',
    'vitals.write': 'Write down and withdraw vital signs',
  },
  routes: vitalRoutes,
}

export { recordVitals } from './record-vitals.ts'

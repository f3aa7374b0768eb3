import type { HospitalModule } from '#platform/module.ts'
import { destructionRoutes } from './routes.ts'

/** Destruction of archived records whose term is over: list, approval, erasure, proof, minutes. */
export const recordDestruction: HospitalModule = {
  name: 'record-destruction',
  permissions: {
    'destruction.read': 'See records whose term is over and the lists for their destruction',
    'destruction.prepare': 'Put records whose term is over on a list for destruction',
    'destruction.approve': 'Approve lists for destruction',
    'destruction.carryOut': 'Carry out approved lists for destruction',
  },
  routes: destructionRoutes,
}

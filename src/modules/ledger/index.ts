import type { HospitalModule } from '#platform/module.ts'
import { leavesBeside } from './guards.ts'
import { ledgerRoutes } from './routes.ts'
import { signDueHeads } from './sign-due-heads.ts'

/** The ledger that anyone can check: leaves beside the store's own, signed heads, proofs. */
export const ledger: HospitalModule = {
  name: 'ledger',
  permissions: { 'ledger.read': 'See signed heads and proofs of the ledger, and take them out' },
  routes: ledgerRoutes,
  guards: [leavesBeside],
  jobs: [signDueHeads],
}

export { exportHospital, type HospitalExport } from './export-hospital.ts'
export { signHead, signThis } from './sign-head.ts'

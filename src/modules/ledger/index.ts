import type { HospitalModule } from '#platform/module.ts'
import { ledgerFindings } from './findings.ts'
import { leavesBeside } from './guards.ts'
import { proveHeads } from './prove-heads.ts'
import { ledgerRoutes } from './routes.ts'
import { signDueHeads } from './sign-due-heads.ts'

/** The ledger that anyone can check: leaves beside the store's own, signed heads, proofs. */
export const ledger: HospitalModule = {
  name: 'ledger',
  permissions: { 'ledger.read': 'See signed heads and proofs of the ledger, and take them out' },
  routes: ledgerRoutes,
  findings: ledgerFindings,
  guards: [leavesBeside],
  jobs: [signDueHeads, proveHeads],
}

export { checkLedger, type LedgerCheck, rootAt } from './check-ledger.ts'
export {
  exportDocuments,
  exportEntries,
  exportErased,
  type MakeChunk,
  type Put,
} from './export-entries.ts'
export { exportHospital, type HospitalExport } from './export-hospital.ts'
export { type ListedFile, noting, putSealedHeads, sealExport } from './seal-export.ts'
export { signHead, signThis } from './sign-head.ts'

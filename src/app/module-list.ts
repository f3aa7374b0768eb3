import { access } from '#modules/access/index.ts'
import { audit } from '#modules/audit/index.ts'
import { backups } from '#modules/backups/index.ts'
import { bulkData } from '#modules/bulk-data/index.ts'
import { chart } from '#modules/chart/index.ts'
import { chartAtInstant } from '#modules/chart-at/index.ts'
import { charts } from '#modules/charts/index.ts'
import { consultations } from '#modules/consultations/index.ts'
import { digitising } from '#modules/digitising/index.ts'
import { documents } from '#modules/documents/index.ts'
import { drafts } from '#modules/drafts/index.ts'
import { drills } from '#modules/drills/index.ts'
import { drugOrders } from '#modules/drug-orders/index.ts'
import { encounters } from '#modules/encounters/index.ts'
import { exam } from '#modules/exam/index.ts'
import { exit } from '#modules/exit/index.ts'
import { fhirApi } from '#modules/fhir-api/index.ts'
import { fhirOperations } from '#modules/fhir-operations/index.ts'
import { fhirTerminology } from '#modules/fhir-terminology/index.ts'
import { fhirValidation } from '#modules/fhir-validation/index.ts'
import { forms } from '#modules/forms/index.ts'
import { identity } from '#modules/identity/index.ts'
import { incidents } from '#modules/incidents/index.ts'
import { laboratory } from '#modules/laboratory/index.ts'
import { ledger } from '#modules/ledger/index.ts'
import { medicines } from '#modules/medicines/index.ts'
import { nursing } from '#modules/nursing/index.ts'
import { operations, type Watched } from '#modules/operations/index.ts'
import { orderChecks } from '#modules/order-checks/index.ts'
import { orders } from '#modules/orders/index.ts'
import { patientMerge } from '#modules/patient-merge/index.ts'
import { patients } from '#modules/patients/index.ts'
import { prescriptions } from '#modules/prescriptions/index.ts'
import { protection } from '#modules/protection/index.ts'
import { recordDestruction } from '#modules/record-destruction/index.ts'
import { recordRequests } from '#modules/record-requests/index.ts'
import { records } from '#modules/records/index.ts'
import { rounds } from '#modules/rounds/index.ts'
import { signing } from '#modules/signing/index.ts'
import { sqlOnFhir } from '#modules/sql-on-fhir/index.ts'
import { staffTraining } from '#modules/staff-training/index.ts'
import { subscriptions } from '#modules/subscriptions/index.ts'
import { terminology } from '#modules/terminology/index.ts'
import { vitals } from '#modules/vitals/index.ts'
import { ward } from '#modules/ward/index.ts'
import { wardStock } from '#modules/ward-stock/index.ts'
import { workplace } from '#modules/workplace/index.ts'
import type { HospitalModule } from '#platform/module.ts'
import { httpsFindings } from './tls/findings.ts'

/** Every capability of the hospital. Adding one is one line here. */
const capabilities: readonly HospitalModule[] = [
  identity,
  terminology,
  patients,
  patientMerge,
  encounters,
  ward,
  vitals,
  nursing,
  chart,
  charts,
  exam,
  rounds,
  orders,
  consultations,
  prescriptions,
  medicines,
  wardStock,
  drugOrders,
  orderChecks,
  documents,
  forms,
  drafts,
  signing,
  laboratory,
  records,
  recordRequests,
  chartAtInstant,
  digitising,
  recordDestruction,
  ledger,
  access,
  audit,
  backups,
  incidents,
  drills,
  staffTraining,
  protection,
  fhirApi,
  fhirOperations,
  bulkData,
  sqlOnFhir,
  subscriptions,
  fhirTerminology,
  fhirValidation,
  workplace,
  exit,
]

/** What the page of the installation looks at. */
export const watched: readonly Watched[] = [...capabilities, { name: 'https', findings: httpsFindings }]

export const modules: readonly HospitalModule[] = [...capabilities, operations(watched)]

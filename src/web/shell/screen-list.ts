import { screens as access } from '#modules/access/web/index.tsx'
import { screens as audit } from '#modules/audit/web/index.tsx'
import { screens as backups } from '#modules/backups/web/index.tsx'
import { screens as chart } from '#modules/chart/web/index.tsx'
import { screens as chartAt } from '#modules/chart-at/web/index.tsx'
import { screens as charts } from '#modules/charts/web/index.tsx'
import { screens as consultations } from '#modules/consultations/web/index.tsx'
import { screens as digitising } from '#modules/digitising/web/index.tsx'
import { screens as documents } from '#modules/documents/web/index.tsx'
import { screens as drills } from '#modules/drills/web/index.tsx'
import { screens as encounters } from '#modules/encounters/web/index.tsx'
import { screens as exam } from '#modules/exam/web/index.tsx'
import { screens as forms } from '#modules/forms/web/index.tsx'
import { screens as identity } from '#modules/identity/web/index.tsx'
import { screens as incidents } from '#modules/incidents/web/index.tsx'
import { screens as laboratory } from '#modules/laboratory/web/index.tsx'
import { screens as ledger } from '#modules/ledger/web/index.tsx'
import { screens as medicines } from '#modules/medicines/web/index.tsx'
import { screens as nursing } from '#modules/nursing/web/index.tsx'
import { screens as operations } from '#modules/operations/web/index.tsx'
import { screens as orderChecks } from '#modules/order-checks/web/index.tsx'
import { screens as orders } from '#modules/orders/web/index.tsx'
import { screens as patientMerge } from '#modules/patient-merge/web/index.tsx'
import { screens as patients } from '#modules/patients/web/index.tsx'
import { screens as recordDestruction } from '#modules/record-destruction/web/index.tsx'
import { screens as recordRequests } from '#modules/record-requests/web/index.tsx'
import { screens as records } from '#modules/records/web/index.tsx'
import { screens as rounds } from '#modules/rounds/web/index.tsx'
import { screens as signing } from '#modules/signing/web/index.tsx'
import { screens as staffTraining } from '#modules/staff-training/web/index.tsx'
import { screens as subscriptions } from '#modules/subscriptions/web/index.tsx'
import { screens as vitals } from '#modules/vitals/web/index.tsx'
import { screens as ward } from '#modules/ward/web/index.tsx'
import { screens as wardStock } from '#modules/ward-stock/web/index.tsx'
import type { Screen } from '#web/kit/screen.ts'
import { screens as shell } from './screens.ts'

/** The screens of every module: one line each. */
export const screenLists: readonly (readonly Screen[])[] = [
  shell,
  exam,
  rounds,
  chart,
  charts,
  forms,
  identity,
  documents,
  signing,
  patients,
  encounters,
  vitals,
  ward,
  nursing,
  medicines,
  wardStock,
  access,
  audit,
  laboratory,
  orders,
  consultations,
  orderChecks,
  records,
  recordRequests,
  chartAt,
  digitising,
  recordDestruction,
  ledger,
  backups,
  incidents,
  drills,
  staffTraining,
  operations,
  patientMerge,
  subscriptions,
]

import type { HospitalModule } from '#platform/module.ts'
import { placedIsFinal } from './placed-is-final.ts'

export { DrugLineForm, ScheduleForm } from './contract.ts'
export { type DrugLine, isInfusion, type Schedule, timesADay } from './domain/drug-line.ts'
export { wardDosageText } from './domain/ward-dosage.ts'
export { drugRequest, type KnownDrugLine, knownLines, type OrderFrame } from './drug-request.ts'
export { drugLineOf, isWardDrug } from './read-drug-line.ts'

/** Drugs and infusions ordered for a ward; placed through module orders. */
export const drugOrders: HospitalModule = {
  name: 'drug-orders',
  permissions: {},
  guards: [placedIsFinal],
}

import type { HospitalModule } from '#platform/module.ts'
import { guards } from './guards.ts'
import { medicineRoutes } from './routes.ts'

/** Medicines on the ward: what is due when, given with the five rights, infusions, what the ward needs. */
export const medicines: HospitalModule = {
  name: 'medicines',
  permissions: {
    'medicines.read': 'See what medicines are due and given in a stay',
    'medicines.give': 'Give medicines, write down why not, correct',
    'medicines.witness': 'Sign as the second person beside the one who gives',
  },
  routes: medicineRoutes,
  guards,
}

/** How much of an infusion has run, for the balance of fluids. */
export { infusionAt } from './domain/infusion-volume.ts'
/** What wristbands and labels of lots hold. */
export { bandCode, lotCode } from './domain/read-scan.ts'
export { detailOf } from './dose-detail.ts'
/** Medicines of a stay on a day, for the round and for hand-over. */
export { stayMedicines } from './stay-medicines.ts'
/** Doses of a department that are due now or late. */
export { wardMedicines } from './ward-medicines.ts'

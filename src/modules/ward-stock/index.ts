import type { HospitalModule } from '#platform/module.ts'
import { stockRoutes } from './routes.ts'

/** Stock of the wards: lots, moves, the book of controlled medicines, what is asked of the pharmacy. */
export const wardStock: HospitalModule = {
  name: 'ward-stock',
  permissions: {
    'wardStock.read': 'See what wards hold and their books of medicines',
    'wardStock.move': 'Take in, give back, count and write off medicines of a ward',
    'wardStock.supply': 'Supply wards from the pharmacy',
  },
  routes: stockRoutes,
}

/** Which medicine a code on a pack stands for, and when a lot expires. */
export { barcodeDrug, lotExpiry } from './barcodes.ts'
/** Sums of amounts, exact to four digits. */
export { textOf, unitsOf } from './domain/choose-lots.ts'
/** Takes back what a dose moved that was written in error. */
export { putBack } from './put-back.ts'
export { readStock } from './read-stock.ts'
/** Who signed as the second person at the screen of the first. */
export { type SecondPerson, secondPerson } from './second-person.ts'
/** Takes a dose from the stock of its ward, in the transaction that writes the dose. */
export { type TakenLots, type Taking, takeForDose } from './take-for-dose.ts'
export type { StockDrug } from './write-moves.ts'

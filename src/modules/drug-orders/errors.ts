import { defineErrors } from '#kernel/app-error.ts'

/** Failures of ordering drugs on a ward. */
export const drugOrderErrors = defineErrors('drugOrders', {
  unknownDrug: { category: 'invalid', text: 'The drug list holds no {code} on this day.' },
  unknownRoute: { category: 'invalid', text: 'The list of routes holds no {code}.' },
  placedIsFinal: {
    category: 'locked',
    text: 'Order {id} was placed and keeps its content. Stop it and order anew.',
  },
  infusionUnit: { category: 'invalid', text: 'The volume of an infusion is given in mL, not in {unit}.' },
})

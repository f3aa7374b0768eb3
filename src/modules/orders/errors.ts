import { defineErrors } from '#kernel/app-error.ts'

/** Failures of ordering tests. */
export const orderErrors = defineErrors('orders', {
  visitEnded: { category: 'business-rule', text: 'The visit has ended; nothing more can be ordered in it.' },
  unknownTest: {
    category: 'invalid',
    text: 'The catalogue holds no test {code} that can be ordered on this day.',
  },
  duplicate: {
    category: 'conflict',
    text: '{count} tests are already ordered today: {codes}. Order again on purpose or leave them out.',
  },
  tooLate: { category: 'business-rule', text: 'Order {id} is already {state} and can not be taken back.' },
})

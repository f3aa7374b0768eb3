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
  notOffered: { category: 'invalid', text: 'Nothing of kind {kind} with code {code} can be ordered on this day.' },
  alreadyPlaced: {
    category: 'conflict',
    text: 'This order was placed by {by} at {at}. Nothing was ordered twice.',
  },
  alreadyChanged: {
    category: 'conflict',
    text: '{by} has changed this order to {state} at {at}. Look at it again.',
  },
  notOfStay: { category: 'not-found', text: 'The stay has no order {id}.' },
  heldBack: {
    category: 'business-rule',
    text: '{count} alerts hold the orders back. Accept them with a reason or change the orders.',
  },
  verbalNeedsDoctor: { category: 'invalid', text: 'An order by word names the doctor who said it.' },
  onlyByWord: { category: 'forbidden', text: 'You may enter orders given by word only: say who gave them.' },
  notYours: { category: 'forbidden', text: 'The order was said by {by}; only they sign for it.' },
  nothingToCosign: { category: 'conflict', text: 'This order was signed for by {by} at {at}.' },
  laboratorysOwn: { category: 'business-rule', text: 'The laboratory records its own work at its own screens.' },
  alreadyDone: { category: 'conflict', text: '{name} was recorded as done at {at}. Nothing was recorded twice.' },
  notActive: { category: 'business-rule', text: 'The order is {state}; nothing is done for it now.' },
  noAnswerAsked: { category: 'business-rule', text: 'This kind of order asks for no answer.' },
  nothingToSee: { category: 'business-rule', text: 'The order has no answer yet.' },
  nothingToCopy: { category: 'conflict', text: 'All of these orders still go on; nothing was ordered anew.' },
  setNotFound: { category: 'not-found', text: 'There is no set of orders {code}.' },
  setNameTaken: { category: 'conflict', text: 'You already keep a set named {name}.' },
  tooLate: { category: 'business-rule', text: 'Order {id} is already {state} and can not be taken back.' },
})

import { defineErrors } from '#kernel/app-error.ts'

export const destructionErrors = defineErrors('destruction', {
  notDue: {
    category: 'business-rule',
    text: 'Record {id} cannot be put on the list: its term is not over, or {why}.',
  },
  alreadyDecided: { category: 'conflict', text: 'List {number} was decided already.' },
  secondPerson: { category: 'business-rule', text: 'Another person than who prepared the list decides.' },
  notApproved: { category: 'business-rule', text: 'List {number} is not approved.' },
  notDone: { category: 'not-found', text: 'List {number} has not been carried out.' },
})

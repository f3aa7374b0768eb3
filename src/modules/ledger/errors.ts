import { defineErrors } from '#kernel/app-error.ts'

export const ledgerErrors = defineErrors('ledger', {
  beyond: { category: 'invalid', text: 'The ledger has {size} entries in order, not {asked}.' },
  order: { category: 'invalid', text: 'The earlier size {first} is larger than {size}.' },
  noLeaf: { category: 'not-found', text: 'The first {size} entries of the ledger do not have {what}.' },
  badName: {
    category: 'invalid',
    text: '{what} names no entry: say Type/id/_history/version, audit/id, or the line of a leaf.',
  },
  noHead: { category: 'not-found', text: 'No head of the ledger is signed yet.' },
})

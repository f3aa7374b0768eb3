import { defineErrors } from '#kernel/app-error.ts'

export const auditErrors = defineErrors('audit', {
  ownAccess: {
    category: 'forbidden',
    text: 'Nobody judges an access of their own; ask another person in charge.',
  },
  reviewed: { category: 'conflict', text: 'This access was already looked into; load the list again.' },
})

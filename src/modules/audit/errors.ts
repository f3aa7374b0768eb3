import { defineErrors } from '#kernel/app-error.ts'

export const auditErrors = defineErrors('audit', {
  ownAccess: {
    category: 'forbidden',
    text: 'Nobody judges an access of their own; ask another person in charge.',
  },
  badParameter: { category: 'invalid', text: 'The parameter {parameter} is not valid for the journal: {value}.' },
  entityNeedsDate: {
    category: 'invalid',
    text: '{entity} belongs to no patient: say a period of {days} days or less with date=ge… and date=le….',
  },
  written: {
    category: 'not-allowed',
    text: 'The journal is written by what happens, not by requests: AuditEvent can only be read.',
  },
  heldUnknown: {
    category: 'invalid',
    text: 'Neither an account nor a patient {of} is known, and the journal tells nothing of it: ask for the name or number again.',
  },
  ownHold: { category: 'business-rule', text: 'Another person than who placed the hold lifts it.' },
  reviewed: { category: 'conflict', text: 'This access was already looked into; load the list again.' },
})

import { defineErrors } from './app-error.ts'

/** Failures that any area can meet. */
export const commonErrors = defineErrors('common', {
  invalid: { category: 'invalid', text: 'The request is not valid: {reason}.' },
  notADay: { category: 'invalid', text: '{value} is no day that exists.' },
  notFound: { category: 'not-found', text: '{type} {id} does not exist.' },
  forbidden: { category: 'forbidden', text: 'This needs the permission {permission}.' },
  notLoggedIn: { category: 'unauthenticated', text: 'Log in first.' },
  commandIdMissing: {
    category: 'invalid',
    text: 'Send the header X-Command-Id with a UUID made by the client, so that repeating is harmless.',
  },
  commandIdReused: {
    category: 'conflict',
    text: 'Command {id} was already used for another request. Make a new id.',
  },
})

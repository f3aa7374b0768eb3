import { defineErrors } from '#kernel/app-error.ts'

export const terminologyErrors = defineErrors('terminology', {
  unknownList: {
    category: 'invalid',
    text: 'The file {file} is no list that is known: its header is {header}.',
  },
  emptyFile: { category: 'invalid', text: 'The file {file} is empty.' },
  listEmpty: { category: 'not-found', text: 'There is no code list {system}.' },
  conceptNotFound: { category: 'not-found', text: 'The code list {system} has no code {code} on {day}.' },
})

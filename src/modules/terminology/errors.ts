import { defineErrors } from '#kernel/app-error.ts'

export const terminologyErrors = defineErrors('terminology', {
  unknownList: {
    category: 'invalid',
    text: 'The file {file} is no list that is known: its header is {header}.',
  },
  emptyFile: { category: 'invalid', text: 'The file {file} is empty.' },
  packageUnreadable: {
    category: 'invalid',
    text: 'The file {file} is no FHIR package: a .tgz with resources in package/.',
  },
  packageTooLarge: { category: 'too-costly', text: 'The package is larger than the limit of {most}.' },
  listEmpty: { category: 'not-found', text: 'There is no code list {system}.' },
  conceptNotFound: { category: 'not-found', text: 'The code list {system} has no code {code} on {day}.' },
})

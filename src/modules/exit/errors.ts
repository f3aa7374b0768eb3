import { defineErrors } from '#kernel/app-error.ts'

export const exitErrors = defineErrors('exit', {
  unknownTable: {
    category: 'fault',
    text: 'data/exit/tables.tsv does not say what becomes of the table {table}.',
  },
  noExport: { category: 'invalid', text: '{folder} holds no whole export: {reason}' },
  notWhole: { category: 'conflict', text: 'The export does not hold: {fault}. Nothing was taken in.' },
  notEmpty: {
    category: 'conflict',
    text: 'This installation is not empty: {what}. A whole export goes into a new one.',
  },
  notEmptyFolder: { category: 'conflict', text: '{folder} is not empty.' },
  otherProgram: {
    category: 'conflict',
    text: 'The export has the schema {theirs}, this installation {ours} already. Import it into a new data folder and database, on which nothing was started.',
  },
  newerProgram: {
    category: 'conflict',
    text: 'The export was made by a newer program (its schema has {name}). Install that version or a newer one. Nothing was taken in.',
  },
  olderProgram: {
    category: 'conflict',
    text: 'The export has the schema {name}; this program takes in schemas from {oldest} on. Import it with the version that made it, update that installation, and export it again. Nothing was taken in.',
  },
  otherExport: {
    category: 'conflict',
    text: 'Another export was begun here ({begun}). Go on with that one, or begin with an empty data folder.',
  },
  underWay: {
    category: 'conflict',
    text: 'An import of a whole hospital was broken off here. Run lanong import with the same folder again: it goes on.',
  },
  notExported: {
    category: 'conflict',
    text: 'The export does not hold all that is here now ({what}). Make a new one and delete after it. Nothing was deleted.',
  },
  inside: {
    category: 'conflict',
    text: '{path} must lie outside of {folder}. Nothing was deleted.',
  },
  noCertificate: {
    category: 'invalid',
    text: 'The certificate can not be written to {path} ({reason}). Nothing was deleted.',
  },
  phrase: { category: 'invalid', text: 'To delete everything, type exactly: {phrase}' },
  samePerson: { category: 'forbidden', text: 'Two different persons must confirm.' },
  leftOver: { category: 'fault', text: 'Something is still in {what}: the deletion is not done. Try again.' },
  notEqual: {
    category: 'fault',
    text: 'What is here is not what the export holds: {path}. Begin again with an empty data folder.',
  },
})

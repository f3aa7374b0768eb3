import { defineErrors } from '#kernel/app-error.ts'

export const uploadErrors = defineErrors('upload', {
  empty: { category: 'invalid', text: 'Send the file as application/octet-stream.' },
  kind: { category: 'media-type', text: 'The content of the file is {kind}; taken here: {wanted}.' },
  infected: { category: 'business-rule', text: 'The virus scanner found {name} in the file. It was not taken.' },
  quota: {
    category: 'business-rule',
    text: 'An account may bring {files} files and {megabytes} MB a day, and this one is beyond. Go on tomorrow, or ask the administrator.',
  },
  workbook: { category: 'invalid', text: 'The file {file} is no workbook that can be read (.xlsx): {reason}.' },
  scannerAway: {
    category: 'unavailable',
    text: 'The virus scanner does not answer, so no file is taken. Tell the IT department.',
  },
})

import { defineErrors } from '#kernel/app-error.ts'

export const scanErrors = defineErrors('digitising', {
  unknownKind: { category: 'media-type', text: 'A scan is a PDF, JPEG, TIFF or PNG file.' },
  encrypted: { category: 'invalid', text: 'The PDF is encrypted: scan it again without a password.' },
  damaged: { category: 'invalid', text: 'The file is damaged and cannot be read: {reason}.' },
  tooManyPages: { category: 'too-large', text: 'The file has more than {most} pages: split it.' },
  tooLarge: { category: 'too-large', text: 'A page is larger than {most} million picture elements.' },
  notWaiting: { category: 'conflict', text: 'This scan is {state}: nothing is to be done with it.' },
  changed: {
    category: 'precondition',
    text: 'The scan was changed meanwhile. Compare it again.',
  },
  notIndexed: { category: 'business-rule', text: 'Say first which paper it is and its day.' },
  secondPerson: {
    category: 'business-rule',
    text: 'Another person than who scanned and indexed it compares it with the paper.',
  },
  noteMissing: { category: 'invalid', text: 'Say what is wrong with the scan.' },
})

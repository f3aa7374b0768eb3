import { defineErrors } from '../app-error.ts'

/** What a stored drawing can be refused for. */
export const drawingErrors = defineErrors('drawings', {
  unknownKind: { category: 'invalid', text: 'There is no drawing of the kind {kind}.' },
  notReadable: { category: 'invalid', text: 'The data of the drawing are no JSON of a drawing.' },
  tooLarge: { category: 'too-large', text: 'The drawing is too large: {size} of at most {limit}.' },
  unknownRegion: { category: 'invalid', text: 'The drawing {kind} has no part {region}.' },
  unknownState: { category: 'invalid', text: 'The part {region} cannot be marked as {state}.' },
  wrongMark: { category: 'invalid', text: 'Mark {number} of the drawing is not valid.' },
  wrongValue: { category: 'invalid', text: 'The field {field} of the drawing is not valid.' },
  areaTooLarge: { category: 'invalid', text: 'The part {region} is {limit} % of the body; {value} % were given.' },
})

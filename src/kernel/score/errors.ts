import { defineErrors } from '../app-error.ts'

export const scoreErrors = defineErrors('scores', {
  unknown: { category: 'not-found', text: 'There is no score {code} valid on {day}.' },
  unknownItem: { category: 'invalid', text: 'The score {code} has no item {item}.' },
  unknownOption: { category: 'invalid', text: 'The item {item} has no answer {option}.' },
  incomplete: { category: 'invalid', text: 'The score {code} lacks the item {item}.' },
  exclusive: { category: 'invalid', text: 'Of {items} only one can be true.' },
  ageOutside: { category: 'business-rule', text: 'The score {code} is not made for {days} days of age.' },
  outOfRange: { category: 'invalid', text: '{field} must lie between {low} and {high}.' },
  sexNeeded: { category: 'invalid', text: '{code} needs the sex of the patient.' },
  dayBefore: { category: 'invalid', text: '{day} lies before {start}.' },
})

import { defineErrors } from '../app-error.ts'

export const growthErrors = defineErrors('growth', {
  ageOutside: { category: 'invalid', text: 'There is no growth table of {measure} at {days} days of age.' },
  sizeOutside: {
    category: 'invalid',
    text: 'The growth table reaches from {low} to {high} cm, {value} were given.',
  },
  wrongValue: { category: 'invalid', text: '{value} cannot be a measure of a child.' },
})

import { defineErrors } from '#kernel/app-error.ts'

export const viewErrors = defineErrors('view', {
  invalid: { category: 'invalid', text: 'The view is not valid at {path}: {reason}.' },
  severalValues: {
    category: 'business-rule',
    text: 'Column {column} has several values in one row. Mark it as a collection or go through them by forEach.',
  },
  whereNotBoolean: { category: 'business-rule', text: 'The condition {path} gives no true or false.' },
  tooManyRows: { category: 'too-costly', text: 'One resource gives more than {most} rows.' },
})

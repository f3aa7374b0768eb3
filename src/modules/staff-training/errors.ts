import { defineErrors } from '#kernel/app-error.ts'

export const trainingErrors = defineErrors('staffTraining', {
  needed: {
    category: 'forbidden',
    text: 'This needs the training {course}, which you have not or no longer. Ask your head to have you taught.',
  },
  course: { category: 'invalid', text: 'There is no course {course}.' },
  account: { category: 'invalid', text: 'There is no account {userName}.' },
  day: { category: 'invalid', text: 'The day {day} does not exist or lies ahead.' },
  result: { category: 'invalid', text: 'The result {result} is neither passed (đạt) nor failed (không đạt).' },
  teacher: { category: 'invalid', text: 'Say who taught.' },
  known: { category: 'conflict', text: 'This course on {day} is noted already for {userName}.' },
  header: {
    category: 'invalid',
    text: 'The first line must name the columns: user name, course, date, taught by, result.',
  },
})

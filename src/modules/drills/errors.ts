import { defineErrors } from '#kernel/app-error.ts'

export const drillErrors = defineErrors('drills', {
  notDemo: {
    category: 'forbidden',
    text: 'This is no demo hospital: incidents are not staged here. Run lanong demo.',
  },
  scenario: { category: 'not-found', text: 'There is no drill {scenario}. There are: {known}.' },
  notStaged: { category: 'conflict', text: 'The drill has not been staged yet. Run lanong drill stage.' },
  staged: { category: 'conflict', text: 'The drill was staged already.' },
  notGraded: { category: 'not-found', text: 'The drill has no grade yet. Run lanong drill grade.' },
})

import { defineErrors } from '#kernel/app-error.ts'

export const workshopErrors = defineErrors('workshop', {
  notOwn: { category: 'not-found', text: '{id} is not a form of the hospital’s own.' },
  shipped: { category: 'business-rule', text: 'A form that is shipped is not changed; make an edition of it.' },
  nothing: { category: 'invalid', text: 'Give settings, a form or a Questionnaire to begin with.' },
  changedMeanwhile: { category: 'conflict', text: 'The form was changed meanwhile (version {version}).' },
  notDraft: { category: 'business-rule', text: 'Only a draft is changed. Make a new edition.' },
  notProposed: { category: 'business-rule', text: 'The form is not proposed.' },
  notActive: { category: 'business-rule', text: 'Only a form in use is retired.' },
  faulty: { category: 'business-rule', text: 'The form has {count} faults that hinder its use.' },
  inThePast: { category: 'invalid', text: 'A form begins today or later, not on {day}.' },
  editionExists: { category: 'conflict', text: 'There is an edition of {form} from {day} already.' },
  samePerson: { category: 'forbidden', text: 'Another person than the one who proposed a form approves it.' },
  fixed: { category: 'business-rule', text: 'A form in use keeps its questions for ever; make a new edition.' },
})

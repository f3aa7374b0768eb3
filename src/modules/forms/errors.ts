import { defineErrors } from '#kernel/app-error.ts'

export const fillErrors = defineErrors('forms', {
  invalid: { category: 'business-rule', text: 'The form has {count} things to put right.' },
  notAnswers: { category: 'invalid', text: 'The answers are not written as FHIR writes them: {path}.' },
  changedMeanwhile: { category: 'conflict', text: '{by} changed the form meanwhile (version {version}).' },
  noQuestionnaire: {
    category: 'business-rule',
    text: 'The form {form} is printed from the chart and not filled in.',
  },
  notFill: { category: 'not-found', text: '{id} is not a form that is filled in here.' },
  closed: { category: 'business-rule', text: 'The form is completed. Amend it with a reason.' },
  notCompleted: { category: 'business-rule', text: 'Only a completed form is amended.' },
  cancelled: { category: 'business-rule', text: 'The form was cancelled.' },
  examForm: { category: 'business-rule', text: 'This form is written on the screen of the examination.' },
  otherForm: { category: 'invalid', text: 'Answers are carried forward from the same form only.' },
  completedStays: {
    category: 'locked',
    text: 'The form is completed and stays as it is. Open it again with a reason by POST QuestionnaireResponse/{id}/$amend, or cancel it by POST QuestionnaireResponse/{id}/$cancel.',
  },
  cancelWithReason: {
    category: 'business-rule',
    text: 'A form is cancelled with a reason, by POST QuestionnaireResponse/{id}/$cancel.',
  },
  completeByAct: {
    category: 'business-rule',
    text: 'A form is written with the status in-progress and then completed by POST QuestionnaireResponse/{id}/$complete, which tells the chart and makes its paper.',
  },
  moved: { category: 'locked', text: 'The {what} of a form stays as it was begun.' },
  otherPatient: { category: 'business-rule', text: 'A form is about the patient of the visit that it names.' },
  headStays: {
    category: 'locked',
    text: 'Rows of the form are signed: what its head says of the patient and the visit stays ({label}).',
  },
  marksStay: {
    category: 'forbidden',
    text: 'Reasons, and what a form says in the chart, are noted by amending, cancelling and completing it.',
  },
  notDeleted: { category: 'business-rule', text: 'A form is cancelled with a reason, never deleted.' },
  reasonMissing: { category: 'invalid', text: 'A reason of at least three letters is needed.' },
  rowUnknown: { category: 'not-found', text: 'The form has no row {row} that is signed.' },
  rowEmpty: { category: 'business-rule', text: 'Nothing stands in row {row}.' },
  rowMoved: {
    category: 'precondition',
    text: 'Row {row} is no longer what was signed. Look at it and sign again.',
  },
  rowSigned: {
    category: 'locked',
    text: 'Row {row} is signed and stays as it is. Strike it through and write a new one.',
  },
  rowStruck: { category: 'locked', text: 'Row {row} is struck through.' },
  rowOfOther: { category: 'forbidden', text: 'Row {row} is of {by}; only they write in it.' },
  rowRole: { category: 'forbidden', text: 'Row {row} is signed by another profession.' },
  rowNotStruck: {
    category: 'forbidden',
    text: 'Row {row} is struck through, with a reason, by who wrote it or who may amend forms.',
  },
  rowNotProven: { category: 'forbidden', text: 'Row {row} counts as signed only when its writer signs it.' },
  rowTwice: { category: 'business-rule', text: 'Two rows of the form have the same id.' },
  unknownSet: { category: 'not-found', text: 'The list {valueSet} is not known here.' },
})

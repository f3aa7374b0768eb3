export { type InValueSet, mostCharacters } from './answer-rules.ts'
export { answerValue, rounded, sameAnswers } from './answers.ts'
export { assemble, type FindPart } from './assemble.ts'
export { beginRow } from './begin-row.ts'
export { cleanResponse, cleanText, hasRefusedCharacters } from './clean-text.ts'
export { type Constraint, compileForm, type Form, type ItemLogic, readForm } from './compile-form.ts'
export { sdcErrors } from './errors.ts'
export {
  extensionOf,
  extensionsOf,
  extensionValue,
  factSystem,
  itemControls,
  sdcUrl,
  translated,
  valueIn,
} from './extensions.ts'
export { extract } from './extract.ts'
export { extractedFrom } from './extract-definitions.ts'
export { fillOpen } from './fill-open.ts'
export { Filling } from './filling.ts'
export { followChart } from './follow-chart.ts'
export { newestInRows } from './newest-in-rows.ts'
export { keyFrom, readKey } from './nodes.ts'
export { populate } from './populate.ts'
export { mostRows } from './read-response.ts'
export {
  isLocked,
  isStruck,
  type RowMarks,
  rowContent,
  rowMarks,
  rowSigners,
  withMarks,
} from './row-marks.ts'
export { rowStatement } from './row-statement.ts'
export * from './types.ts'
export {
  codingsToCheck,
  missingOf,
  problemsOf,
  type ValidationOptions,
  validateResponse,
} from './validate-response.ts'

import { AppError } from '#kernel/app-error.ts'

/** Why a value is refused, in words that follow its path; the texts of both languages stand in data/messages. */
export const reasonTexts = {
  notText: 'must be a text',
  emptyText: 'must not be empty',
  longText: 'is longer than 1 MB',
  notOfType: 'is not a {type}',
  noSuchDay: 'names a day that does not exist',
  notInteger: 'must be a 32-bit integer',
  negative: 'must be 0 or more',
  notPositive: 'must be 1 or more',
  controlCharacters: 'must not hold control characters',
  halfCharacter: 'holds half a character',
  onlySpace: 'must hold more than white space',
  notUuid: 'is not a UUID',
  notOid: 'is not an OID',
  notNumber: 'must be a number',
  manyDigits: 'must have at most {most} digits',
  largeNumber: 'is too large a number',
  notBase64: 'must be base64',
  notBoolean: 'must be true or false',
  notDiv: 'it must be an XHTML div',
  notOneDiv: 'it must be one XHTML div',
  entity: "the entity '{entity}' is not allowed",
  tagOpen: '<{tag}> is not closed',
  noContent: 'it must have some content',
  notWellFormed: "it is not well-formed at '{text}'",
  commentOpen: 'a comment is not closed',
  closesNothing: '</{tag}> closes nothing',
  narrativeDeep: 'it is nested deeper than {most} levels',
  tagRefused: '<{tag}> is not allowed',
  attributeRefused: 'the attribute {attribute} is not allowed on <{tag}>',
  activeContent: 'it must not hold active content',
  notAbsolute: 'must be an absolute address',
  namesValueSet: 'names a value set, not a code system',
  notWholeUri: 'must be a whole URI, as the system says',
  wrongSize: 'is {stated}, but the data have {found} bytes',
  markup: 'holds markup',
  idTwice: '{id} is the id of two elements',
  linkKind: 'a link goes to {address}',
  linkNowhere: 'the link {address} leads nowhere',
  conceptsThere: 'are given, though the content is said not to be present',
  notSupplement: "must be 'supplement', as it supplements another code system",
  noCodeOf: '{code} is no code of {system}',
  isNoCodeOf: 'is no code of {system}',
  definedTwice: '{name} is defined twice',
  propertyType: 'must be {type} for {uri}',
  valueType: 'must have a value of the type {type}',
  systemAndCode: 'must be written system#code',
  notInSet: 'is not in {valueSet}',
  noFullUrl: 'an entry that is not one of a transaction or batch has a fullUrl',
  wrongFullUrl: 'must end with the type and the id of the resource',
  notOutcome: 'must be an OperationOutcome',
  foundWithoutId: 'must have an id, as it was found by a search',
  notSearched: 'is not of a type that was searched: {types}',
  notReached: 'is not reached by references from the composition',
  noQuestion: 'no question has this linkId',
  dependsOnItself: 'a question cannot depend on itself or on one below it',
  noItem: 'the questionnaire has no item {linkId} here',
  notAsked: '{linkId} has an answer, though it is not asked',
  itemTwice: '{linkId} is given twice',
  unanswered: '{linkId} must be answered',
  noAnswerThere: '{linkId} is no question and has no answer',
  itemsInAnswer: 'items below a question stand in its answer',
  oneAnswer: '{linkId} takes one answer',
  mostAnswers: '{linkId} takes at most {most} answers',
  leastAnswers: '{linkId} needs at least {least} answers',
  exclusive: 'an answer that excludes all others stands beside others',
  answerType: 'the answer must be of the type {wanted}, not {type}',
  notOffered: '{value} is not among the answers that are offered',
  answerNotInSet: '{code} is not in {valueSet}',
  notComparable: '{value} cannot be compared with {bound}',
  below: '{value} is below {bound}',
  above: '{value} is above {bound}',
  answerLong: 'it has more than {most} characters',
  answerForm: 'it does not have the form {pattern}',
  answerPlaces: 'it has more than {most} decimal places',
  attachmentLarge: 'the attachment is larger than {most} bytes',
  attachmentKind: 'it must be {kinds}',
  noType: '{type} is not a type of resource',
  refersTo: 'it must refer to {types}',
  tooCostly: 'it costs too much',
  notOneValue: 'one value was expected, not several',
  notAddable: 'only numbers or only texts can be added',
  basedOnItself: '{url} is based on itself',
  manyBases: 'it has more than {most} bases',
  manyElements: 'it has more than {most} elements',
  baseUnknown: 'its base {url} is not known here',
  noElement: 'it has no element {element}',
} as const

export type ReasonKind = keyof typeof reasonTexts

/** A reason that can be told in any language that has a text for its code; the English one is always there. */
export interface Reason {
  /** Key of its texts: `fhir.reason.notText`. */
  readonly code: string
  readonly text: string
  readonly values: Readonly<Record<string, string | number>>
}

export function reason(kind: ReasonKind, values: Reason['values'] = {}): Reason {
  const text = reasonTexts[kind].replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ''))
  return { code: `fhir.reason.${kind}`, text, values }
}

/** What a published rule says of itself. */
export const ruleText = (key: string, text: string): Reason => ({ code: `fhir.rule.${key}`, text, values: {} })

/** Ends an evaluation that has no answer. */
export class NoAnswer extends Error {
  readonly reason: Reason

  constructor(why: Reason) {
    super(why.text)
    this.reason = why
  }
}

/** Why something failed, from what was thrown; of strangers' failures there is only the English text. */
export function reasonOf(error: unknown): Reason {
  if (error instanceof NoAnswer) return error.reason
  if (error instanceof AppError) return { code: error.code, text: error.message, values: error.details }
  return { code: 'fhir.reason.other', text: (error as Error).message.slice(0, 200), values: {} }
}

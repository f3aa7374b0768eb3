import { defineErrors } from '#kernel/app-error.ts'

export const storeErrors = defineErrors('store', {
  unknownType: { category: 'invalid', text: '{type} is not a resource type of FHIR R4.' },
  invalidId: { category: 'invalid', text: "'{id}' is not a valid resource id." },
  idMismatch: { category: 'invalid', text: 'The id of the resource is not the id of the address.' },
  exists: { category: 'conflict', text: '{type}/{id} exists already.' },
  deleted: { category: 'gone', text: '{type}/{id} was deleted.' },
  noVersion: { category: 'not-found', text: '{type}/{id} has no version {version}.' },
  versionConflict: {
    category: 'precondition',
    text: '{type}/{id} has changed: it is at version {current}, not {expected}.',
  },
  referenceMissing: { category: 'business-rule', text: '{path} refers to {reference}, which does not exist.' },
  referredTo: {
    category: 'conflict',
    text: '{count} resources refer to {type}/{id}, {example} among them; it cannot be deleted.',
  },
  twice: { category: 'invalid', text: '{type}/{id} occurs twice in one commit.' },
  notFoundOnce: { category: 'precondition', text: 'The condition {query} matches {count} resources, not one.' },
  bundle: { category: 'invalid', text: 'The bundle cannot be processed: {reason}.' },
  unknownParameter: { category: 'invalid', text: '{type} has no search parameter {parameter} here.' },
  tooManyDefinitions: {
    category: 'too-costly',
    text: 'The resource names more than {most} extensions, profiles and value sets that are not published with R4.',
  },
  tooManyValues: {
    category: 'too-costly',
    text: '{type} holds more than {most} dates, numbers or texts that it is searched by.',
  },
  namedQuery: { category: 'invalid', text: 'There is no named query {name} here, nor any other.' },
  badValue: { category: 'invalid', text: "The search {parameter} cannot have the value '{value}': {reason}." },
  ledgerWaits: {
    category: 'unavailable',
    text: 'The ledger waits for a transaction that is still open; it holds {size} entries.',
  },
  wordsBuilding: {
    category: 'unavailable',
    text: 'The index of the words of resources is being made; {percent} % of what is stored is in it.',
  },
  searchParameter: { category: 'business-rule', text: 'The search parameter {code} cannot run: {reason}.' },
  badCursor: { category: 'invalid', text: 'The page link is not valid any more; search again.' },
  tooCostly: {
    category: 'too-costly',
    text: 'The search is too wide: {reason}. Narrow it, by patient or date for example.',
  },
})

/** The record (hồ sơ bệnh án) that a row belongs to takes no more changes. */
export const recordErrors = defineErrors('records', {
  locked: { category: 'locked', text: 'Record {number} is {state} and takes no more changes.' },
})

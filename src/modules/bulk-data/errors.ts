import { defineErrors } from '#kernel/app-error.ts'

/** Failures of bulk data. Texts for people are in data/messages/bulk-data.*.json. */
export const bulkErrors = defineErrors('bulkData', {
  notAsync: {
    category: 'invalid',
    text: 'This takes long: send the header Prefer: respond-async and fetch the result later.',
  },
  format: { category: 'invalid', text: '{format} is not supported; bulk data is application/fhir+ndjson.' },
  unknownType: { category: 'invalid', text: '{type} is not a resource type of FHIR R4.' },
  notInPatientCompartment: {
    category: 'invalid',
    text: '{type} belongs to no patient; ask for it at the level of the system.',
  },
  notSupported: { category: 'invalid', text: '{input} is not supported by this server.' },
  typeFilter: { category: 'invalid', text: 'The filter {filter} is not valid: {reason}.' },
  noPatient: { category: 'business-rule', text: '{reference} is no patient of this export.' },
  emptyGroup: { category: 'business-rule', text: 'Group {id} has no patients of this server as members.' },
  noJob: { category: 'not-found', text: 'There is no bulk job {id}.' },
  ended: { category: 'gone', text: 'The bulk job {id} was cancelled.' },
  failed: { category: 'business-rule', text: 'The bulk job {id} failed: {reason}' },
  tooManyJobs: { category: 'conflict', text: '{count} bulk jobs wait already. Fetch or cancel one first.' },
  wholeOnly: {
    category: 'forbidden',
    text: 'Bulk data are for programs that the hospital connects to all of its data: ask with a scope of the context system.',
  },
  noLonger: { category: 'forbidden', text: 'Whoever asked for this may not export or import in bulk any more.' },
  noInput: { category: 'invalid', text: 'Name at least one input with type and url.' },
  source: {
    category: 'invalid',
    text: 'The source {url} is not allowed. Put the file into the folder import of the data folder, or allow its address by LANONG_BULK_SOURCES.',
  },
  otherType: { category: 'invalid', text: 'This line is not of the type that was named.' },
  noFile: { category: 'not-found', text: 'There is no file {name}.' },
})

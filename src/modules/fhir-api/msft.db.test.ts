import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { codeOf, type FhirReply, withFhir } from '#tests/support/fhir.ts'

// Scenarios of another server's tests; each file name says its case. Its request scripts are asked by
// tests/conformance/request-scripts.ts.
const folder = new URL('../../../../shared/data/fhir/msft/', import.meta.url)
const skip = existsSync(folder) ? false : 'needs ../shared/data/fhir/msft'

/** Status of each entry, or the status and code of the refusal: at the first sending and at the second. */
const bundles: Readonly<Record<string, readonly [string, string]>> = {
  BatchWithDuplicatedItems: ['201 201 200 200 204 204 404 200 404', '200 200 200 200 204 204 404 200 404'],
  BinaryPatch: ['201 200', '200 200'],
  FhirPatch: ['201 200 200', '200 200 200'],
  InvalidBundleType: ['400 fhirApi.bundleType', '400 fhirApi.bundleType'],
  MissingIdentifier: ['412', '412'],
  TransactionForRollBack: ['404 common.notFound', '404 common.notFound'],
  TransactionForRollBackWithDelete: ['400 store.idMismatch', '400 store.idMismatch'],
  TransactionWithAllValidRoutes: ['201 201 201 201 200 200', '201 200 200 200 200 200'],
  TransactionWithConditionalReferenceInResourceBody: ['412 store.notFoundOnce', '412 store.notFoundOnce'],
  TransactionWithConditionalReferenceReferringToSameResource: [
    '400 fhirApi.conditionTwice',
    '400 fhirApi.conditionTwice',
  ],
  TransactionWithForeignReferenceInResourceBody: ['422 store.referenceMissing', '422 store.referenceMissing'],
  TransactionWithInvalidBundleEntry: ['400 fhir.json', '400 fhir.json'],
  TransactionWithInvalidProcessingRecord: ['400 store.idMismatch', '400 store.idMismatch'],
  TransactionWithInvalidResourceType: ['400 store.unknownType', '400 store.unknownType'],
  TransactionWithMultipleEntriesModifyingSameResource: ['400 store.idMismatch', '400 store.idMismatch'],
  TransactionWithMultipleResourcesWithSameFullUrl: ['400 fhirApi.entryTwice', '400 fhirApi.entryTwice'],
  TransactionWithPOSTFullUrlMatchesWithPUTRequestUrl: ['201 201', '200 201'],
  TransactionWithValidBundleEntry: ['201 201 201 201', '201 200 200 200'],
}

/** These bundles hold `"system": ""`, which FHIR forbids; it is taken out so that the case itself is tried. */
const repaired: Readonly<Record<string, readonly [string, string]>> = {
  BatchWithConditionalUpdateByIdentifier: ['201 201 201 201', '200 200 200 200'],
}

function told(reply: FhirReply): string {
  if (reply.status !== 200) return `${reply.status} ${codeOf(reply)}`
  return reply.body.entry.map((one: { response: { status: string } }) => one.response.status.slice(0, 3)).join(' ')
}

describe('bundles of another server', { skip }, () => {
  const read = (name: string) => readFileSync(new URL(`Bundle-${name}.json`, folder), 'utf8')
  const check = (text: string, expected: readonly [string, string]) =>
    withFhir(async (send) => {
      const answers = [told(await send('POST', '/', text)), told(await send('POST', '/', text))]
      assert.deepEqual(answers, [...expected])
    })
  for (const [name, expected] of Object.entries(bundles)) it(name, () => check(read(name), expected))
  for (const [name, expected] of Object.entries(repaired))
    it(name, () => check(read(name).replace(/"system"\s*:\s*"",/g, ''), expected))
})

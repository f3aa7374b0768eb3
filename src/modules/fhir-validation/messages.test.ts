import assert from 'node:assert/strict'
import { it } from 'node:test'
import { issueKinds } from '#fhir/validate/issue.ts'
import { readMessages } from '#platform/messages.ts'

it('every fault has its text in both languages, the English one as the validator says it', () => {
  const [en, vi] = [readMessages('en'), readMessages('vi')]
  for (const [kind, [, text]] of Object.entries(issueKinds)) {
    assert.equal(en[`error.fhir.issue.${kind}`], text.replace(/\{(\w+)\}/g, '{{$1}}'))
    assert.ok(vi[`error.fhir.issue.${kind}`], kind)
  }
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import {
  conditionalCreates,
  countTogether,
  deleteWhileReferring,
  twoTogether,
} from './proofs/concurrent-writes.ts'
import { withFhir } from './support/fhir.ts'

// A slice of `npm run soak -- concurrent`.
describe('many clients at once', () => {
  it('create one resource by the same condition, whoever is first', () =>
    withFhir(async (send) => assert.equal(await conditionalCreates(send, 3), 0)))

  it('lose no update of one resource', () =>
    withFhir(async (send) => assert.deepEqual(await countTogether(send, 24), { count: 24, version: 25 })))

  it('never see half of a transaction, and none fails because of another', () =>
    withFhir(async (send) => {
      const { read, halves, refused } = await twoTogether(send, 8)
      assert.ok(read > 0)
      assert.deepEqual({ halves, refused }, { halves: 0, refused: 0 })
    }))

  it('do not refer to what another deletes at that moment', () =>
    withFhir(async (send) => assert.deepEqual(await deleteWhileReferring(send, 4), { dangling: 0, odd: 0 })))

  it('keep their own outcomes when their writes go together', () =>
    withFhir(async (send) => {
      const of = (i: number): readonly [unknown, number] =>
        i % 3 === 0
          ? [{ resourceType: 'Patient', gender: 'female' }, 201]
          : i % 3 === 1
            ? [{ resourceType: 'Condition', subject: { reference: `Patient/none-${i}` } }, 422]
            : [{ resourceType: 'Patient', gender: 'femal' }, 400]
      const answers = await Promise.all(
        Array.from({ length: 48 }, (_, i) => {
          const [body] = of(i)
          return send('POST', `/${(body as { resourceType: string }).resourceType}`, body)
        }),
      )
      for (const [i, answer] of answers.entries())
        assert.equal(answer.status >= 400 ? 'refused' : answer.status, of(i)[1] >= 400 ? 'refused' : 201)
      const { body } = await send('GET', '/Patient?_summary=count')
      assert.equal(body.total, 16)
    }))
})

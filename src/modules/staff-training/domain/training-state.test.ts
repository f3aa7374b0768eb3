import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Held, type Need, needsOf, trainingState, validUntil } from './training-state.ts'

const need: Need = { course: 'security', roles: ['*'], withinDays: 30, refuses: [] }
const held = (some: Partial<Held>): Held => ({
  course: 'security',
  heldOn: '2026-01-10',
  result: 'passed',
  validUntil: '2027-01-10',
  ...some,
})
const stand = (today: string, records: readonly Held[], openedOn = '2026-01-01') => {
  const { state, until } = trainingState(need, records, { today, openedOn, soonDays: 30 })
  return [state, until]
}

describe('how a person stands with a course', () => {
  it('gives time after the opening of the account, then is overdue', () => {
    assert.deepEqual(stand('2026-01-31', []), ['open', '2026-01-31'])
    assert.deepEqual(stand('2026-02-01', []), ['overdue', '2026-01-31'])
  })

  it('holds to its last day, warns before, and counts neither failures nor other courses nor days to come', () => {
    assert.deepEqual(stand('2026-12-01', [held({})]), ['valid', '2027-01-10'])
    assert.deepEqual(stand('2026-12-20', [held({})]), ['soon', '2027-01-10'])
    assert.deepEqual(stand('2027-01-10', [held({})])[0], 'soon')
    assert.deepEqual(stand('2027-01-11', [held({})])[0], 'overdue')
    const useless = [held({ result: 'failed' }), held({ course: 'incidents' }), held({ heldOn: '2026-06-01' })]
    assert.equal(stand('2026-05-01', useless)[0], 'overdue')
  })

  it('takes the longest of several, and what never ends as valid for ever', () => {
    const two = [held({ validUntil: '2026-03-01' }), held({ heldOn: '2026-02-01', validUntil: '2027-02-01' })]
    assert.deepEqual(stand('2026-04-01', two), ['valid', '2027-02-01'])
    assert.deepEqual(stand('2036-04-01', [held({ validUntil: undefined })]), ['valid', undefined])
  })

  it('ends a year after the 29th of February on the 28th', () => {
    assert.equal(validUntil('2028-02-29', 12), '2029-02-28')
    assert.equal(validUntil('2026-08-31', 6), '2027-02-28')
    assert.equal(validUntil('2026-12-05', 1), '2027-01-05')
    assert.equal(validUntil('2026-12-05', null), undefined)
  })

  it('asks roles for theirs and everybody for what is for all', () => {
    const needs = [need, { ...need, course: 'incidents', roles: ['it-admin'] }]
    assert.deepEqual(
      needsOf(needs, ['nurse']).map((one) => one.course),
      ['security'],
    )
    assert.deepEqual(
      needsOf(needs, ['nurse', 'it-admin']).map((one) => one.course),
      ['security', 'incidents'],
    )
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { closedStates, type RecordState, recordStates } from '#fhir/systems.ts'
import { transitionOf } from './transitions.ts'

describe('the states of a record', () => {
  const allowed = [
    'open→finished',
    'finished→completed',
    'completed→submitted',
    'submitted→accepted',
    'submitted→finished',
    'accepted→archived',
    'finished→open',
    'completed→open',
    'submitted→open',
    'accepted→open',
    'archived→open',
  ]
  for (const from of recordStates) {
    for (const to of recordStates) {
      const name = `${from}→${to}`
      it(`${name} is ${allowed.includes(name) ? '' : 'not '}a way`, () => {
        assert.equal(transitionOf(from, to) !== undefined, allowed.includes(name))
      })
    }
  }

  it('is opened again only with the authority to reopen, a reason and, once closed, a second person', () => {
    assert.deepEqual(transitionOf('finished', 'open')?.needs, ['reason'])
    for (const from of closedStates) {
      const way = transitionOf(from as RecordState, 'open')
      assert.deepEqual([way?.permission, way?.needs], ['records.reopen', ['reason', 'secondPerson']])
    }
  })

  it('takes no entries once completed', () => {
    assert.deepEqual(
      recordStates.filter((one) => closedStates.has(one)),
      ['completed', 'submitted', 'accepted', 'archived'],
    )
  })
})

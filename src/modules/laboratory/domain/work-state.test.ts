import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { workState } from './work-state.ts'

const good = { status: 'available', received: true }
const fresh = { status: 'available', received: false }
const rejected = { status: 'unsatisfactory', received: true }
const typed = { status: 'preliminary', validated: false }
const checked = { status: 'preliminary', validated: true }

describe('workState', () => {
  for (const [name, requestStatus, tubes, results, expected] of [
    ['a new order', 'active', [], [], 'ordered'],
    ['a filled tube', 'active', [fresh], [], 'collected'],
    ['a tube at the laboratory', 'active', [good], [], 'received'],
    ['one of two tubes still on its way', 'active', [good, fresh], [], 'collected'],
    ['a rejected tube', 'active', [rejected], [], 'ordered'],
    ['typed results', 'active', [good], [checked, typed], 'entered'],
    ['checked results', 'active', [good], [checked, checked], 'validated'],
    ['half a panel', 'active', [good], [checked], 'entered'],
    ['released results', 'active', [good], [{ status: 'final', validated: true }], 'released'],
    ['an amended result', 'completed', [good], [{ status: 'amended', validated: true }], 'released'],
    ['a withdrawn typed result', 'active', [good], [{ status: 'entered-in-error', validated: false }], 'received'],
    ['a revoked order', 'revoked', [good], [checked], 'cancelled'],
  ] as const) {
    it(`${name} is ${expected}`, () =>
      assert.equal(
        workState({ requestStatus, expected: name.startsWith('half') ? 2 : 1, tubes, results }),
        expected,
      ))
  }
})

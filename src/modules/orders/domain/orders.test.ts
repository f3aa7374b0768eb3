import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { duplicateOrders, type Orderable, withoutContained } from './duplicates.ts'
import { canCancel, orderState } from './order-state.ts'

const test = (code: string): Orderable => ({ code, name: code, price: 0, tests: [code] })
const panel = (code: string, ...tests: string[]): Orderable => ({ code, name: code, price: 0, tests })
const standing = (one: Orderable) => ({ ...one, id: `id-${one.code}`, orderedAt: '2026-11-23T10:00:00+07:00' })

describe('orderState', () => {
  for (const [status, specimenCollected, results, state] of [
    ['active', false, [], 'ordered'],
    ['active', true, [], 'collected'],
    ['active', true, ['preliminary'], 'entered'],
    ['active', true, ['final', 'preliminary'], 'entered'],
    ['active', true, ['final', 'final'], 'released'],
    ['completed', true, ['amended', 'final'], 'released'],
    ['completed', true, [], 'released'],
    ['active', true, ['entered-in-error'], 'collected'],
    ['revoked', true, ['final'], 'cancelled'],
  ] as const) {
    it(`${status}, ${specimenCollected ? 'collected' : 'not collected'}, ${results.join('+') || 'no result'}: ${state}`, () =>
      assert.equal(orderState({ status, specimenCollected, results }), state))
  }
  it('is taken back only before the specimen is drawn', () => {
    assert.deepEqual(
      ['ordered', 'collected', 'entered', 'released', 'cancelled'].filter((state) =>
        canCancel(state as 'ordered'),
      ),
      ['ordered'],
    )
  })
})

describe('duplicate orders', () => {
  it('are found by code, inside a panel and around a test', () => {
    const codes = (wanted: Orderable[], have: Orderable[]) =>
      duplicateOrders(wanted, have.map(standing)).map((one) => one.code)
    assert.deepEqual(codes([test('GLU')], [test('GLU')]), ['GLU'])
    assert.deepEqual(codes([test('HGB')], [panel('CBC', 'HGB', 'WBC')]), ['HGB'])
    assert.deepEqual(codes([panel('CBC', 'HGB', 'WBC')], [test('HGB')]), ['CBC'])
    assert.deepEqual(codes([test('GLU'), test('CREA')], [test('AST')]), [])
  })

  it('of one act fold into the panel that holds them', () => {
    const codes = (wanted: Orderable[]) => withoutContained(wanted).map((one) => one.code)
    assert.deepEqual(codes([test('GLU'), test('GLU'), panel('RENAL', 'UREA', 'CREA'), test('CREA')]), [
      'GLU',
      'RENAL',
    ])
    assert.deepEqual(codes([panel('A', 'X', 'Y'), panel('B', 'X', 'Y')]), ['A', 'B'])
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { doseText, printedNumber, printedQuantity, quantityFor, unitsNeeded } from './quantity.ts'

describe('quantityFor', () => {
  for (const [dose, timesADay, days, quantity] of [
    [1, 1, 30, 30],
    [2, 3, 5, 30],
    [0.5, 1, 7, 4],
    [0.5, 2, 7, 7],
    [0.1, 3, 1, 1],
    [1.5, 2, 5, 15],
    [0.25, 1, 30, 8],
    [0.333, 3, 10, 10],
  ] as const) {
    it(`gives ${quantity} for ${dose} × ${timesADay} × ${days}`, () =>
      assert.equal(quantityFor({ dose, timesADay, days }), quantity))
  }

  it('counts bottles when the dose is measured', () => {
    assert.equal(quantityFor({ dose: 5, timesADay: 3, days: 5 }, 60), 2)
    assert.equal(quantityFor({ dose: 5, timesADay: 3, days: 4 }, 60), 1)
    assert.equal(quantityFor({ dose: 5, timesADay: 3, days: 4 }, 0), 0)
  })

  it('never hands out less than needed nor a whole unit more', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000 }),
        fc.integer({ min: 1, max: 12 }),
        fc.integer({ min: 1, max: 90 }),
        (thousandths, timesADay, days) => {
          const course = { dose: thousandths / 1000, timesADay, days }
          const spare = quantityFor(course) - unitsNeeded(course)
          assert.ok(spare >= 0 && spare < 1, String(spare))
        },
      ),
    )
  })
})

describe('the printed quantity', () => {
  it('has a leading zero below ten', () => {
    assert.equal(printedNumber(5), '05')
    assert.equal(printedNumber(9), '09')
    assert.equal(printedNumber(10), '10')
    assert.equal(printedQuantity(5, 'viên', 'C'), '05 viên')
  })

  it('is in words for a narcotic', () => assert.equal(printedQuantity(14, 'viên', 'N'), 'Mười bốn viên (14)'))

  it('writes a dose with a comma and no trailing zero', () => {
    assert.deepEqual([0.5, 1, 2.25, 5.0].map(doseText), ['0,5', '1', '2,25', '5'])
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { vitalRanges } from '../rules.ts'
import type { VitalKey } from './check-vitals.ts'
import { typeKey } from './pad.ts'

function typeAll(key: VitalKey, keys: string): string {
  const limits = vitalRanges.find((one) => one.key === key)
  assert.ok(limits)
  let text = ''
  for (const [at, one] of [...keys].entries()) {
    const typed = typeKey(text, one, limits)
    text = typed.text
    if (typed.done) return `${text} after ${at + 1}`
  }
  return `${text} open`
}

describe('typing vital signs', () => {
  it('goes on by itself as soon as no further digit can be right', () => {
    assert.deepEqual(
      [
        typeAll('pulse', '88'),
        typeAll('pulse', '118'),
        typeAll('systolic', '124'),
        typeAll('diastolic', '76'),
        typeAll('temperature', '368'),
        typeAll('temperature', '38,5'),
        typeAll('respiration', '18'),
        typeAll('spo2', '97'),
        typeAll('spo2', '100'),
        typeAll('oxygen', '0'),
        typeAll('oxygen', '4'),
        typeAll('pain', '3'),
        typeAll('pain', '1'),
      ],
      [
        '88 after 2',
        '118 after 3',
        '124 after 3',
        '76 after 2',
        '36.8 after 3',
        '38.5 after 4',
        '18 after 2',
        '97 after 2',
        '100 after 3',
        '0 after 1',
        '4 open',
        '3 after 1',
        '1 open',
      ],
    )
  })

  it('takes no second point, no letter, and gives back what was deleted', () => {
    const limits = { hard: [24, 46], decimals: 1 } as const
    assert.equal(typeKey('36.', '.', limits).text, '36.')
    assert.equal(typeKey('', '.', limits).text, '')
    assert.equal(typeKey('36', 'x', limits).text, '36')
    assert.equal(typeKey('36.8', 'Backspace', limits).text, '36.')
  })
})

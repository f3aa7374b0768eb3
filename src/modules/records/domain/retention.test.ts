import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { type RetentionRule, retentionOf } from './retention.ts'

const file = new URL('../../../../data/rules/retention.json', import.meta.url)
const { rules } = JSON.parse(readFileSync(file, 'utf8')) as { rules: RetentionRule[] }
const of = (closedOn: string, icd10: string[] = ['I10'], deceased = false) =>
  retentionOf({ closedOn, icd10, deceased }, rules)

describe('retention', () => {
  for (const [what, closedOn, codes, deceased, years, until] of [
    ['an outpatient record', '2026-11-23', ['I10', 'E11.9'], false, 10, '2036-12-31'],
    ['a record closed on 29 February', '2028-02-29', ['J06.9'], false, 10, '2038-12-31'],
    ['a record closed on the last day of the year', '2026-12-31', ['J06.9'], false, 10, '2036-12-31'],
    ['a record closed on New Year’s Day', '2027-01-01', ['J06.9'], false, 10, '2037-12-31'],
    ['a psychiatric record', '2026-11-23', ['F32.1'], false, 20, '2046-12-31'],
    ['a traffic accident', '2026-11-23', ['S72.0', 'V23.4'], false, 20, '2046-12-31'],
    ['a deceased patient', '2026-11-23', ['F20.0', 'V23.4'], true, 30, '2056-12-31'],
    ['a transplant donor', '2026-11-23', ['Z52.4'], false, 30, '2056-12-31'],
    ['cosmetic surgery', '2026-11-23', ['Z41.1'], false, 20, '2046-12-31'],
    ['a record without a diagnosis', '2026-11-23', [], false, 10, '2036-12-31'],
    ['a record closed before the rule', '2019-05-02', ['I10'], false, 10, '2029-12-31'],
  ] as const) {
    it(`${what} closed on ${closedOn} is kept ${years} years`, () => {
      const retention = of(closedOn, [...codes], deceased)
      assert.deepEqual([retention?.years, retention?.until], [years, until])
      assert.ok(retention?.source)
    })
  }

  it('takes the rule in force on the closing day', () => {
    const later: RetentionRule = {
      validFrom: '2030-01-01',
      source: 'later',
      classes: [{ code: 'ordinary', years: 15, row: '1', title: { vi: '', en: '' }, when: {} }],
    }
    const both = [later, ...rules]
    assert.equal(retentionOf({ closedOn: '2029-12-31', icd10: [], deceased: false }, both)?.years, 10)
    assert.equal(retentionOf({ closedOn: '2030-01-01', icd10: [], deceased: false }, both)?.years, 15)
  })
})

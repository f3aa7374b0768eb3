import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { type AccessRule, accessRuleOn, mayHave } from './access.ts'

const file = new URL('../../../../data/rules/record-access.json', import.meta.url)
const { rules } = JSON.parse(readFileSync(file, 'utf8')) as { rules: AccessRule[] }

/** Law 15/2023/QH15, article 69 (3) and (4). */
const lawful: readonly [string, string, string][] = [
  ['patient', 'archived', 'read copy summary'],
  ['patient', 'open', 'summary'],
  ['representative', 'archived', 'read copy summary'],
  ['representative-summary', 'archived', 'summary'],
  ['authority', 'archived', 'read copy summary'],
  ['authority', 'open', ''],
  ['lawyer', 'archived', 'read copy summary'],
  ['insurer', 'archived', 'read copy summary'],
  ['learner', 'open', 'read copy'],
  ['learner', 'archived', 'read'],
  ['other-facility', 'finished', 'read copy'],
  ['other-facility', 'archived', ''],
]

describe('who may have what of a record', () => {
  const rule = accessRuleOn('2026-11-23', rules)
  for (const [code, state, may] of lawful)
    it(`${code}, ${state}: ${may || 'nothing'}`, () => {
      const kind = rule?.kinds.find((one) => one.code === code)
      assert.ok(kind)
      assert.equal(mayHave(kind, state).join(' '), may)
    })

  it('has no rule before the law', () => assert.equal(accessRuleOn('2023-12-31', rules), undefined))
})

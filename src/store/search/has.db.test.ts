import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { search } from '#store/search.ts'
import { withContext } from '#tests/support/database.ts'
import { askAll, store } from '#tests/support/search.ts'

const code = (of: string) => ({ coding: [{ system: 'http://loinc.org', code: of }] })
const observation = (id: string, of: string, subject: object, more: object = {}) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: code(of),
  subject,
  ...more,
})
const patients = Array.from({ length: 700 }, (_, n) => ({ resourceType: 'Patient', id: `p${n}` }))
const ofPatient = (n: number) => ({ reference: `Patient/p${n}` })
const idsTo = (length: number) => Array.from({ length }, (_, n) => `p${n}`).sort()

/** Each code leads to its patients in another way (src/store/search/has.ts); the answer is the same. */
const observations = [
  ...Array.from({ length: 40 }, (_, n) => observation(`few${n}`, 'few', ofPatient(n % 30))),
  ...Array.from({ length: 640 }, (_, n) => observation(`many${n}`, 'many', ofPatient(n))),
  ...Array.from({ length: 640 }, (_, n) => observation(`dense${n}`, 'dense', ofPatient(n % 20))),
  // A patient who only performed has no such result.
  ...['few', 'many', 'dense'].map((of) =>
    observation(`by-${of}`, of, { reference: 'Group/g' }, { performer: [ofPatient(699)] }),
  ),
]

describe('_has by patient', () => {
  it('finds the same by every way, on pages and counted', () =>
    withContext(async (ctx) => {
      await store(ctx, [{ resourceType: 'Group', id: 'g', type: 'person', actual: true }, ...patients])
      await store(ctx, observations)
      for (const [of, expected] of [
        ['few', idsTo(30)],
        ['many', idsTo(640)],
        ['dense', idsTo(20)],
      ] as const) {
        const has = `_has:Observation:patient:code=http://loinc.org|${of}`
        await askAll(ctx, 'Patient', [
          [has, expected],
          [`${has}&_id=p7,p699`, ['p7']],
        ])
        const { matches, total } = await search(ctx, 'Patient', `${has}&_total=accurate&_count=10`)
        assert.deepEqual([of, matches.length, total], [of, 10, expected.length])
      }
    }))
})

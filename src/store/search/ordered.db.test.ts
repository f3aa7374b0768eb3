import { describe, it } from 'node:test'
import { withContext } from '#tests/support/database.ts'
import { askAll, type Question, store } from '#tests/support/search.ts'

const observation = (id: string, more: object) => ({
  resourceType: 'Observation',
  id,
  status: 'final',
  code: { text: 'x' },
  ...more,
})
const on = (id: string, effectiveDateTime: string) => observation(id, { effectiveDateTime })

/** Times around 2 March 2026 in Viet Nam; p spans two days, o has no end. */
const dates = [
  on('y', '2026'),
  on('m', '2026-03'),
  on('d', '2026-03-02'),
  on('t', '2026-03-02T10:00:00+07:00'),
  on('u', '2026-03-02T23:30:00Z'),
  on('e', '2026-03-01'),
  observation('p', { effectivePeriod: { start: '2026-03-01T08:00:00+07:00', end: '2026-03-02T08:00:00+07:00' } }),
  observation('o', { effectivePeriod: { start: '2026-02-20' } }),
  observation('none', {}),
]

const dateQuestions: readonly Question[] = [
  ['date=2026-03-02', ['d', 't']],
  ['date=eq2026-03', ['m', 'd', 't', 'u', 'e', 'p']],
  ['date=2026-03-02T10:00:00%2B07:00', ['t']],
  ['date=2026-03-02T10:00', ['t']],
  ['date=2026-03-02T03:00:00Z', ['t']],
  ['date=ne2026-03-02', ['y', 'm', 'u', 'e', 'p', 'o']],
  ['date=gt2026-03-02', ['y', 'm', 'u', 'o']],
  ['date=lt2026-03-02', ['y', 'm', 'e', 'p', 'o']],
  ['date=ge2026-03-02', ['y', 'm', 'd', 't', 'u', 'o']],
  ['date=le2026-03-02', ['y', 'm', 'd', 't', 'e', 'p', 'o']],
  ['date=sa2026-03-02', ['u']],
  ['date=eb2026-03-02', ['e']],
  ['date=eb2026-03-02T09:00:00%2B07:00', ['e', 'p']],
  ['date=ge2026-03-01&date=lt2026-03-03&date=gt2026-03-01', ['y', 'm', 'd', 't', 'p', 'o']],
  ['date=2026-03-01,2026-03-02', ['d', 't', 'e']],
  ['date:missing=true', ['none']],
  ['date:missing=false&date=sa2026-03-02', ['u']],
]

const weight = (id: string, value: number, code: string, more: object = {}) =>
  observation(id, { valueQuantity: { value, unit: code, system: 'http://unitsofmeasure.org', code, ...more } })

const quantities = [
  weight('a', 5.4, 'kg'),
  weight('b', 5400, 'g'),
  weight('c', 5.44, 'kg'),
  weight('f', 0.0000054, 'Gg'),
  weight('h', 100, 'kg'),
  weight('less', 2, 'kg', { comparator: '<' }),
  weight('cm', 5.4, 'cm'),
  observation('own', { valueQuantity: { value: 5.4, unit: 'viên' } }),
  observation('range', {
    component: [{ code: { text: 'r' }, valueRange: { low: { value: 5 }, high: { value: 6 } } }],
  }),
]

const ucum = (code: string) => `|http://unitsofmeasure.org|${encodeURIComponent(code)}`
const quantityQuestions: readonly Question[] = [
  ['value-quantity=5.4', ['a', 'c', 'cm', 'own']],
  ['value-quantity=5.40', ['a', 'cm', 'own']],
  [`value-quantity=5.4${ucum('kg')}`, ['a', 'b', 'c', 'f']],
  [`value-quantity=5.40${ucum('kg')}`, ['a', 'b', 'f']],
  [`value-quantity=5400${ucum('g')}`, ['a', 'b', 'f']],
  [`value-quantity=gt5.4${ucum('kg')}`, ['c', 'h']],
  [`value-quantity=ge5.4${ucum('kg')}`, ['a', 'b', 'c', 'f', 'h']],
  [`value-quantity=lt5.41${ucum('kg')}`, ['a', 'b', 'f', 'less']],
  [`value-quantity=le5400${ucum('g')}`, ['a', 'b', 'f', 'less']],
  [`value-quantity=ne5.4${ucum('kg')}`, ['h', 'less']],
  [`value-quantity=ap105${ucum('kg')}`, ['h']],
  [`value-quantity=sa5.43${ucum('kg')}`, ['c', 'h']],
  [`value-quantity=eb5.4${ucum('kg')}`, ['less']],
  [`value-quantity=5.4${ucum('m')}`, []],
  [`value-quantity=0.054${ucum('m')}`, ['cm']],
  [`value-quantity=5.4||viên`, ['own']],
  ['value-quantity=5.4||kg', ['a', 'c']],
  ['value-quantity=1e2', ['h']],
  ['value-quantity=100,5.44', ['c', 'h']],
  ['value-quantity:missing=true', ['range']],
]

const chance = (id: string, probabilityDecimal: number) => ({
  resourceType: 'RiskAssessment',
  id,
  status: 'final',
  subject: { reference: 'Patient/p' },
  prediction: [{ probabilityDecimal }],
})
const numberQuestions: readonly Question[] = [
  ['probability=0.8', ['a', 'b']],
  ['probability=0.80', ['a']],
  ['probability=gt0.8', ['b', 'c']],
  ['probability=ge0.8', ['a', 'b', 'c']],
  ['probability=lt0.8', ['low']],
  ['probability=le0.8', ['a', 'low']],
  ['probability=ne0.8', ['c', 'low']],
  ['probability=8e-1', ['a', 'b']],
  ['probability=ap0.85', ['a', 'b', 'c']],
]

describe('search by order', () => {
  it('compares dates of any precision with every prefix', () =>
    withContext(async (ctx) => {
      await store(ctx, dates)
      await askAll(ctx, 'Observation', dateQuestions)
    }))
  it('finds the same among the resources of one patient, whose walk is bounded by time', () =>
    withContext(async (ctx) => {
      const an = { reference: 'Patient/an' }
      await store(ctx, [
        { resourceType: 'Patient', id: 'an' },
        ...dates.map((one) => ({ ...one, subject: an })),
        on('stranger', '2026-03-02'),
      ])
      await askAll(
        ctx,
        'Observation',
        dateQuestions.map(([query, ids]): Question => [`patient=Patient/an&${query}`, ids]),
      )
    }))

  it('about a date is a tenth of its distance from now', () =>
    withContext(async (ctx) => {
      // Now is noon of 23 November 2026: ten days reach one day further.
      await store(ctx, [on('in', '2026-11-12'), on('far', '2026-11-10'), on('same', '2026-11-13')])
      await askAll(ctx, 'Observation', [['date=ap2026-11-13', ['in', 'same']]])
    }))
  it('compares quantities with every prefix, by their digits and in units of the same kind', () =>
    withContext(async (ctx) => {
      await store(ctx, quantities)
      await askAll(ctx, 'Observation', quantityQuestions)
    }))
  it('compares numbers with every prefix', () =>
    withContext(async (ctx) => {
      await store(ctx, [
        { resourceType: 'Patient', id: 'p' },
        chance('a', 0.8),
        chance('b', 0.84),
        chance('c', 0.9),
        chance('low', 0.1),
      ])
      await askAll(ctx, 'RiskAssessment', numberQuestions)
    }))
})

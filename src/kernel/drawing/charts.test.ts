import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { burnAreaOf, burnChart, burnTotals, countDmft, drawingSvg, specs, teeth, toothRows } from './index.ts'
import { progressOf, startOf } from './labour.ts'

describe('burned area', () => {
  const ages = [0, 11, 12, 59, 60, 119, 120, 179, 180, 215, 216, 900]
  for (const months of ages)
    it(`all parts together are 100 % of the body at ${months} months`, () => {
      const total = specs['burn-body'].plan.regions.reduce((sum, { id }) => sum + burnAreaOf(id, months), 0)
      assert.equal(total, 100)
    })

  it('takes the published column: the head is 19 % at birth, 7 % in adults', () => {
    assert.equal(burnAreaOf('front.head', 0) + burnAreaOf('back.head', 0), 19)
    assert.equal(burnAreaOf('front.head', 400) + burnAreaOf('back.head', 400), 7)
    assert.equal(burnAreaOf('front.left.thigh', 70), 4)
  })

  it('sums degrees; redness is counted apart and IV and V are deep', () => {
    const chart = burnChart.read({
      ageMonths: 480,
      areas: { 'front.trunk': { I: 3, II: 4, IV: 5 }, 'front.neck': { V: 1 } },
    })
    assert.deepEqual(burnTotals(chart), { total: 13, withoutFirst: 10, deep: 6 })
  })
})

describe('teeth', () => {
  it('has the 32 permanent and 20 deciduous teeth of ISO 3950, each once, left beside right', () => {
    assert.equal(teeth.length, 52)
    assert.equal(new Set(teeth).size, 52)
    assert.deepEqual(toothRows.permanentUpper.slice(6, 10), ['12', '11', '21', '22'])
    assert.deepEqual(toothRows.deciduousLower, ['85', '84', '83', '82', '81', '71', '72', '73', '74', '75'])
    for (const tooth of teeth) assert.match(tooth, /^([1-4][1-8]|[5-8][1-5])$/)
  })

  it('counts a tooth once: decay before filling, a lost tooth only when lost by caries', () => {
    const none = { states: [], surfaces: {} }
    const chart = {
      teeth: {
        16: { ...none, surfaces: { O: 'filled', M: 'caries' } },
        26: { ...none, surfaces: { O: 'filled' } },
        36: { ...none, states: ['missing'] },
        46: { ...none, states: ['missing-other'] },
        47: { ...none, states: ['crown'] },
        48: { ...none, states: ['root'] },
        18: { ...none, surfaces: { O: 'sealed' } },
        55: { ...none, surfaces: { O: 'recurrent' } },
      },
    } as const
    assert.deepEqual(countDmft(chart, false), { decayed: 2, missing: 1, filled: 2, total: 5 })
    assert.deepEqual(countDmft(chart, true), { decayed: 1, missing: 0, filled: 0, total: 1 })
  })
})

describe('growth', () => {
  it('says in words where the last measure lies, and what a body mass index means', () => {
    const svg = drawingSvg('growth', {
      v: 1,
      chart: { sex: 'female', measure: 'bmi', points: [{ x: 4000, y: 23 }] },
    })
    assert.match(svg, />Lần đo cuối: 131,4 tháng, 23,0; z = 1,86 SD, bách phân vị 97\. Thừa cân\.</)
  })

  it('has no curve and no words where nothing was published', () => {
    const chart = { sex: 'male', measure: 'head', points: [{ x: 2500, y: 52 }] }
    assert.doesNotMatch(drawingSvg('growth', { v: 1, chart }), /Lần đo cuối/)
  })
})

describe('labour', () => {
  it('puts the first examination of the active phase on the alert line', () => {
    assert.deepEqual(startOf([{ h: 0, cervix: 5 }]), { first: 2, alert: 0 })
    assert.deepEqual(
      startOf([
        { h: 0, cervix: 2 },
        { h: 3, cervix: 4 },
      ]),
      { first: 0, alert: 2 },
    )
    assert.deepEqual(startOf([{ h: 0, fetalHeart: 140 }]), { first: 0, alert: 0 })
  })

  const cases = [
    ['before', 0, 2],
    ['onTime', 0, 3],
    ['onTime', 1, 5],
    ['onTime', 2, 8],
    ['beyondAlert', 3, 6],
    ['beyondAlert', 5, 5],
    ['beyondAction', 6, 5],
    ['beyondAlert', 10, 10],
    ['beyondAction', 10.5, 10],
  ] as const
  for (const [progress, h, cervix] of cases)
    it(`${cervix} cm ${h} h after 4 cm: ${progress}`, () => {
      const rows =
        cervix < 4
          ? [{ h, cervix }]
          : [
              { h: 0, cervix: 4 },
              { h, cervix },
            ]
      assert.equal(progressOf(rows), progress)
    })
})

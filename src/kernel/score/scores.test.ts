import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { allFormulas, allScores, bandOf, evaluateScore, type Score, scoreOn } from './index.ts'

const levels = ['low', 'medium', 'high']
const today = '2026-11-22'
const first = (score: Score) =>
  Object.fromEntries(score.items.map((item) => [item.id, item.options[0]?.code ?? '']))
const pointsOf = (item: Score['items'][number]) => item.options.map(({ points }) => points)

describe('score files', () => {
  for (const score of allScores)
    it(`${score.code}: ids, codes and texts are whole, and every total has exactly one band`, () => {
      assert.ok(score.source.length > 40)
      assert.equal(new Set(score.items.map(({ id }) => id)).size, score.items.length)
      for (const item of score.items) {
        assert.equal(new Set(item.options.map(({ code }) => code)).size, item.options.length, item.id)
        for (const { code, points, text } of item.options) {
          assert.equal(Number(code.split('-')[0]), points, `${item.id} ${code}`)
          assert.ok(text.vi && text.en)
        }
      }
      const low = score.items.reduce((sum, item) => sum + Math.min(...pointsOf(item)), 0)
      const high = score.items.reduce((sum, item) => sum + Math.max(...pointsOf(item)), 0)
      for (let total = low; total <= high; total += 1) {
        const bands = score.bands.filter(({ from, to }) => total >= from && total <= to)
        assert.equal(bands.length, 1, `${total}`)
      }
      for (const { level, meaning } of score.bands) assert.ok(levels.includes(level) && meaning.vi && meaning.en)
    })

  for (const sheet of allFormulas)
    it(`${sheet.code}: bounds and bands rise, only the last band is open`, () => {
      for (const { low, high } of sheet.inputs) assert.ok(low < high)
      const bounds = sheet.bands.map(({ below }) => below ?? Number.POSITIVE_INFINITY)
      assert.deepEqual(
        bounds,
        bounds.toSorted((a, b) => a - b),
      )
      assert.equal(bounds.filter((one) => one === Number.POSITIVE_INFINITY).length, sheet.bands.length > 0 ? 1 : 0)
    })
})

/** Worked through by the published tables: answers as points, the total, the level. */
const examples: readonly (readonly [string, Readonly<Record<string, string>>, number, string])[] = [
  ['apgar', { heartRate: '2', respiration: '2', tone: '2', reflex: '2', colour: '1' }, 9, 'low'],
  ['apgar', { heartRate: '1', respiration: '1', tone: '1', reflex: '0', colour: '0' }, 3, 'high'],
  ['gcs', { eye: '2', verbal: '2', motor: '4' }, 8, 'high'],
  ['gcs', { eye: '4', verbal: '4', motor: '5' }, 13, 'low'],
  ['gcs-child', { eye: '1', verbal: '1', motor: '1' }, 3, 'high'],
  ['bishop', { dilation: '1', effacement: '1', station: '1', consistency: '1', position: '1' }, 5, 'high'],
  ['bishop', { dilation: '2', effacement: '2', station: '2', consistency: '2', position: '1' }, 9, 'low'],
  ['pews', { behaviour: '1', cardiovascular: '1', respiratory: '2', nebulised: '0' }, 4, 'high'],
  ['morse', { history: '25', secondary: '15', aid: '15', iv: '20', gait: '10', mental: '0' }, 85, 'high'],
  [
    'braden',
    { sensory: '3', moisture: '3', activity: '2', mobility: '2', nutrition: '2', friction: '2' },
    14,
    'medium',
  ],
  ['flacc', { face: '1', legs: '1', activity: '1', cry: '2', consolability: '2' }, 7, 'high'],
  ['must', { bmi: '1', loss: '1', acute: '0' }, 2, 'high'],
  ['silverman', { chest: '1', intercostal: '1', xiphoid: '1', nose: '1', grunting: '1' }, 5, 'medium'],
  ['nrs', { pain: '7' }, 7, 'high'],
  ['wong-baker', { face: '6' }, 6, 'medium'],
  ['asa', { class: '3', emergency: '0-b' }, 3, 'medium'],
]

describe('evaluateScore', () => {
  for (const [code, answers, total, level] of examples)
    it(`${code} ${Object.values(answers).join(' ')} is ${total}, ${level}`, () => {
      const result = evaluateScore(scoreOn(code, today), answers)
      assert.deepEqual([result.total, result.band.level], [total, level])
    })

  it('Padua: reduced mobility and 70 years is 4, the border of high risk of the paper', () => {
    const padua = scoreOn('padua', today)
    assert.equal(evaluateScore(padua, { ...first(padua), immobile: '3', age70: '1' }).band.level, 'high')
    assert.equal(evaluateScore(padua, { ...first(padua), immobile: '3' }).band.level, 'low')
  })

  it('Caprini: 65 years and a major open operation is 4; two ages at once are refused', () => {
    const caprini = scoreOn('caprini', today)
    const result = evaluateScore(caprini, { ...first(caprini), age61: '2', majorSurgery: '2' })
    assert.deepEqual([result.total, result.band.level], [4, 'medium'])
    assert.throws(() => evaluateScore(caprini, { ...first(caprini), age61: '2', age75: '3' }), {
      code: 'scores.exclusive',
    })
  })

  it('PEWS: one item of 3 is red although the total is low', () => {
    const pews = scoreOn('pews', today)
    assert.equal(
      evaluateScore(pews, { behaviour: '3', cardiovascular: '0', respiratory: '0', nebulised: '0' }).red,
      true,
    )
    assert.equal(
      evaluateScore(pews, { behaviour: '2', cardiovascular: '0', respiratory: '0', nebulised: '0' }).red,
      false,
    )
  })

  const apgar = scoreOn('apgar', today)
  const good = { heartRate: '2', respiration: '2', tone: '2', reflex: '2', colour: '1' }
  const refused = [
    ['scores.incomplete', { heartRate: '2' }, undefined],
    ['scores.unknownItem', { ...good, hair: '1' }, undefined],
    ['scores.unknownOption', { ...good, colour: '3' }, undefined],
    ['scores.unknownOption', { ...good, colour: 'toString' }, undefined],
    ['scores.ageOutside', good, 30],
  ] as const
  for (const [code, answers, ageDays] of refused)
    it(`refuses ${JSON.stringify(answers)} at ${ageDays} days: ${code}`, () => {
      assert.throws(() => evaluateScore(apgar, answers, ageDays), { code })
    })

  it('refuses a score that did not exist on the day', () => {
    assert.throws(() => scoreOn('asa', '2020-12-12'), { code: 'scores.unknown' })
    assert.throws(() => scoreOn('humour', today), { code: 'scores.unknown' })
  })

  it('is the sum of the points, in a band that holds it, for any answers', () => {
    const chosen = fc.constantFrom(...allScores.filter((one) => !one.exclusive)).chain((score) =>
      fc.record({
        score: fc.constant(score),
        picks: fc.tuple(...score.items.map((item) => fc.constantFrom(...item.options))),
      }),
    )
    fc.assert(
      fc.property(chosen, ({ score, picks }) => {
        const answers = Object.fromEntries(score.items.map((item, at) => [item.id, picks[at]?.code ?? '']))
        const result = evaluateScore(score, answers)
        const sum = picks.reduce((total, { points }) => total + points, 0)
        assert.equal(result.total, sum)
        assert.deepEqual(result.band, bandOf(score, sum))
      }),
    )
  })
})

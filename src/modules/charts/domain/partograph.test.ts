import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { columnsOf, type Found, sheetOf } from '#kernel/drawing/labour-sheet.ts'
import { callOf, courseOf, newestOf } from './partograph.ts'

const at = (clock: string, day = 23) => `2026-11-${day}T${clock}:00+07:00`
const opening = (clock: string, cervix: number, day = 23): Found => ({ at: at(clock, day), cervix })

describe('the partograph', () => {
  it('puts what was found at one moment in one column, and counts hours from the first', () => {
    const columns = columnsOf([
      { at: at('10:00'), pulse: 88 },
      { at: at('08:30'), fetalHeart: 140 },
      { at: '2026-11-23T03:00:00Z', cervix: 5 },
    ])
    assert.deepEqual(sheetOf(columns), {
      start: '08:30',
      rows: [
        { h: 0, fetalHeart: 140 },
        { h: 1.5, pulse: 88, cervix: 5 },
      ],
    })
  })

  it('shows at most the eight hours before the active phase, and says when the latent phase is too long', () => {
    const long = [opening('20:00', 1, 22), opening('23:00', 2, 22), opening('05:00', 2)]
    assert.equal(courseOf(long), 'latentLong')
    const { start, rows } = sheetOf([...long, opening('06:00', 4)])
    assert.deepEqual([start, rows[0]?.h, rows.at(-1)?.h], ['23:00', 0, 7])
  })

  const crossings = [
    ['before the line', '12:00', 8, undefined],
    ['right of the alert line', '12:00', 6, 'beyondAlert'],
    ['right of the action line', '14:30', 5, 'beyondAction'],
  ] as const
  for (const [what, clock, cervix, called] of crossings)
    it(`calls when the opening lies ${what}`, () =>
      assert.equal(callOf([opening('08:00', 4), opening(clock, cervix)])?.of, called))

  it('calls for the foetal heart of the newest examination, the action line before it', () => {
    const slow = { at: at('09:00'), fetalHeart: 100 }
    assert.equal(callOf([opening('08:00', 4), slow])?.of, 'fetalHeart')
    assert.equal(callOf([slow, { at: at('09:30'), contractions: 3 }]), undefined)
    assert.equal(callOf([opening('08:00', 4), { ...slow, at: at('15:00'), cervix: 5 }])?.of, 'beyondAction')
  })

  it('tells the newest of every finding with its mark and when it is due again', () => {
    const columns: readonly Found[] = [
      { at: at('08:00'), cervix: 5, fluid: 'C', pulse: 88 },
      { at: at('08:30'), fetalHeart: 168, fluid: 'M' },
    ]
    assert.deepEqual(
      newestOf(columns).map(({ key, value, mark, nextAt }) => [key, value, mark, nextAt?.slice(11, 16)]),
      [
        ['cervix', 5, undefined, '05:00'],
        ['fetalHeart', 168, 'high', '02:00'],
        ['fluid', 'M', 'sign', undefined],
        ['pulse', 88, undefined, '05:00'],
      ],
    )
  })
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { careLevelEditions, fluids, planTemplates, shiftEditions, taskWords } from '../nursing-data.ts'
import { type FluidEntry, fluidDays } from './fluid-balance.ts'
import { sbar } from './hand-over.ts'
import { infusedHours } from './infused-hours.ts'
import { riskState } from './reassessment.ts'
import { nextShift, previousShift, shiftAt } from './shifts.ts'
import { type TaskMaker, tasksOfShift } from './task-list.ts'

const vn = (text: string) => new Date(`${text}+07:00`)

describe('shifts', () => {
  it('cover every minute of a year once, and hand over to each other', () => {
    for (
      let at = vn('2026-01-01T00:00:30').getTime();
      at < vn('2027-01-01T00:00:00').getTime();
      at += 47 * 60_000
    ) {
      const shift = shiftAt(shiftEditions, new Date(at))
      assert.ok(shift.start.getTime() <= at && at < shift.end.getTime())
      assert.equal(nextShift(shiftEditions, shift).start.getTime(), shift.end.getTime())
      assert.equal(previousShift(shiftEditions, nextShift(shiftEditions, shift)).id, shift.id)
    }
  })
  it('of the night belong to the day they began on', () => {
    assert.equal(shiftAt(shiftEditions, vn('2026-11-23T02:00:00')).id, '2026-11-22/shift3')
    assert.equal(shiftAt(shiftEditions, vn('2026-11-23T06:00:00')).id, '2026-11-23/shift1')
    assert.equal(shiftAt(shiftEditions, vn('2026-11-23T21:59:59')).id, '2026-11-23/shift2')
  })
})

describe('tasks of a shift', () => {
  const maker = (part: Partial<TaskMaker>): TaskMaker => ({
    source: 'level',
    sourceId: '1',
    code: 'turn',
    text: 'Xoay trở',
    from: '2026-11-20T00:00:00+07:00',
    ...part,
  })
  const night = shiftAt(shiftEditions, vn('2026-11-22T23:00:00'))
  const hoursOf = (part: Partial<TaskMaker>, shift = night) =>
    tasksOfShift([maker(part)], shift).map(({ dueAt }) =>
      new Date(dueAt.getTime() + 7 * 3_600_000).toISOString().slice(11, 16),
    )

  it('fall on their hours over midnight, on their interval, or on their moment', () => {
    assert.deepEqual(hoursOf({ hours: [2, 22, 6, 14] }), ['22:00', '02:00'])
    assert.deepEqual(hoursOf({ everyHours: 3, from: '2026-11-22T20:30:00+07:00' }), ['23:30', '02:30', '05:30'])
    assert.deepEqual(hoursOf({ once: '2026-11-22T23:15:00+07:00', from: '2026-11-22T22:00:00+07:00' }), ['23:15'])
    assert.deepEqual(hoursOf({ hours: [2], until: '2026-11-23T01:00:00+07:00' }), [])
    assert.deepEqual(hoursOf({ hours: [22], from: '2026-11-22T22:30:00+07:00' }), [])
  })
  it('that are due once are carried over until written, never shown before their shift', () => {
    const once = { once: '2026-11-22T10:00:00+07:00', from: '2026-11-22T10:00:00+07:00' }
    assert.deepEqual(hoursOf(once), ['10:00'])
    assert.deepEqual(
      hoursOf(
        once,
        previousShift(shiftEditions, previousShift(shiftEditions, previousShift(shiftEditions, night))),
      ),
      [],
    )
  })
  it('of all shifts of a day are each task once', () => {
    const makers = [maker({ hours: [...Array(24).keys()] }), maker({ everyHours: 7 })]
    const first = shiftAt(shiftEditions, vn('2026-11-22T07:00:00'))
    const second = nextShift(shiftEditions, first)
    const all = [first, second, night].flatMap((shift) => tasksOfShift(makers, shift))
    const keys = all.map((one) => `${one.source} ${one.dueAt.toISOString()} ${one.text}`)
    assert.equal(all.filter(({ dueAt }) => dueAt.getUTCMinutes() === 0).length >= 24, true)
    assert.ok(new Set(keys).size >= 24)
  })
})

describe('fluids', () => {
  const entry = (
    at: string,
    way: 'in' | 'out',
    millilitres: number,
    more: Partial<FluidEntry> = {},
  ): FluidEntry => ({
    id: at,
    at: vn(at).toISOString(),
    way,
    fluid: 'oral',
    column: 'oral',
    what: 'Uống',
    millilitres,
    source: 'fluid',
    ...more,
  })
  it('belong to the day that begins at six, run on by hour, and struck ones count for nothing', () => {
    const [today, yesterday] = fluidDays(
      [
        entry('2026-11-22T05:59:59', 'in', 100),
        entry('2026-11-22T06:00:00', 'in', 200),
        entry('2026-11-22T06:40:00', 'out', 50),
        entry('2026-11-23T05:30:00', 'out', 300),
        entry('2026-11-22T07:00:00', 'in', 999, { struck: { by: 'x', reason: 'y' } }),
      ],
      6,
    )
    assert.deepEqual([today?.day, today?.in, today?.out, today?.balance], ['2026-11-22', 200, 350, -150])
    assert.deepEqual(
      today?.hours.map(({ runningIn, runningOut }) => runningIn - runningOut),
      [150, 150, -150],
    )
    assert.deepEqual([yesterday?.day, yesterday?.in], ['2026-11-21', 100])
  })
  it('of an infusion fall into the hours in which they ran and add up to what was measured', () => {
    const start = vn('2026-11-22T05:30:00')
    const rate = 60
    const volume = (at: Date) => ((at.getTime() - start.getTime()) / 3_600_000) * rate
    const hours = infusedHours(volume, { start, end: vn('2026-11-22T07:15:00'), measured: 100 })
    assert.deepEqual(
      hours.map(({ millilitres }) => millilitres),
      [30, 60, 10],
    )
    assert.deepEqual(infusedHours(volume, { start, end: start }), [])
  })
})

describe('data of nursing', () => {
  it('names only tasks, fluids and hours that there are', () => {
    const known = new Set(taskWords.map(({ code }) => code))
    const routine = [
      ...careLevelEditions.flatMap(({ levels }) => levels.flatMap(({ tasks }) => tasks)),
      ...planTemplates.flatMap(({ activities }) => activities),
    ]
    for (const { code, hours } of routine) {
      assert.ok(known.has(code), code)
      assert.ok(
        hours.every((hour) => Number.isInteger(hour) && hour >= 0 && hour < 24),
        code,
      )
    }
    assert.equal(new Set(fluids.map(({ code }) => code)).size, fluids.length)
    assert.ok(planTemplates.every(({ source }) => source.length > 20))
  })
})

describe('risks', () => {
  const rule = {
    score: 'morse',
    plan: 'fall',
    bands: [{ from: 45, to: 125, everyHours: 24, level: 'high' as const }],
  }
  const since = { admittedAt: '2026-11-22T00:00:00Z', firstWithinHours: 8, now: new Date('2026-11-22T09:00:00Z') }
  it('are due some hours after admission, then as the score asks', () => {
    assert.deepEqual(riskState(rule, undefined, since), { dueAt: '2026-11-22T08:00:00.000Z', overdue: true })
    const later = riskState(rule, { total: 60, at: '2026-11-22T08:30:00Z' }, since)
    assert.deepEqual(later, { dueAt: '2026-11-23T08:30:00.000Z', overdue: false, level: 'high' })
  })
})

describe('hand-over', () => {
  it('says nothing of what nobody wrote', () => {
    const text = sbar({
      name: 'A',
      stayDay: 2,
      allergies: [],
      calls: [],
      lines: [],
      risks: [],
      notes: [],
      notDone: [],
      open: [],
      plans: [],
    })
    assert.deepEqual(text, { situation: 'A, ngày thứ 2', background: '', assessment: '', recommendation: '' })
  })
})

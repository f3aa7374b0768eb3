import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync, utimesSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, it } from 'node:test'
import { readRules } from '#platform/backup/policy.ts'
import { drillDue, nextBaseDue } from './schedule.ts'

const rules = readRules()
const hour = 3_600_000
const day = 24 * hour
/** Monday, ten in the morning in Viet Nam. */
const monday = Date.parse('2026-11-23T10:00:00+07:00')
const dataDir = mkdtempSync(join(tmpdir(), 'lanong-schedule-'))
const state = join(dataDir, 'backup-state')
mkdirSync(state)
after(() => rmSync(dataDir, { recursive: true, force: true }))

/** The mark of the last drill, set by the clock of the test and not of the machine. */
const begunAt = (at: number) => utimesSync(join(state, 'drill-begun'), at / 1000, at / 1000)
const drills = (from: number, to: number, startedAt = from - day) => {
  const begun: number[] = []
  for (let now = from; now < to; now += hour)
    if (drillDue(dataDir, now, startedAt, rules)) {
      begunAt(now)
      begun.push(now)
    }
  return begun
}

describe('the schedule of the backup', () => {
  it('takes a base and a drill from the future, which were before the clock was set back, as long ago', () => {
    assert.equal(nextBaseDue(monday + 30 * day, monday, rules), true)
    assert.equal(nextBaseDue(monday + hour, monday, rules), false)
    drillDue(dataDir, monday, monday - day, rules)
    begunAt(monday + 30 * day)
    assert.equal(drillDue(dataDir, monday, monday - day, rules), true)
    rmSync(join(state, 'drill-begun'))
  })

  it('begins a drill every week by itself, whatever the clock is moved to', () => {
    const begun = drills(monday, monday + 29 * day)
    assert.deepEqual(
      begun.map((at) => (at - monday) / day),
      [0, 1, 2, 3, 4].map((n) => n * rules.drill.everyDays).filter((n) => n < 29),
    )
    assert.equal(rules.drill.everyDays, 7)
  })

  it('lets a server that has just started come to rest first', () => {
    const later = monday + 60 * day
    assert.equal(drillDue(dataDir, later, later - 60_000, rules), false)
    assert.equal(drillDue(dataDir, later, later - hour, rules), true)
  })

  it('takes a base at night when one is nearly due, and at any hour when it is overdue', () => {
    assert.equal(nextBaseDue(undefined, monday, rules), true)
    const night = Date.parse(`2026-11-24T0${rules.base.notBeforeHour}:30:00+07:00`)
    assert.equal(nextBaseDue(night - rules.base.everyHours * hour, night, rules), true)
    assert.equal(nextBaseDue(monday - (rules.base.everyHours - 2) * hour, monday, rules), false)
    assert.equal(nextBaseDue(monday - 2 * rules.base.everyHours * hour, monday, rules), true)
  })

  it('takes one base a night over a month', () => {
    let last = monday
    let taken = 0
    for (let now = monday; now < monday + 30 * day; now += hour / 2)
      if (nextBaseDue(last, now, rules)) {
        last = now
        taken += 1
      }
    assert.ok(taken >= 29 && taken <= 31, `${taken} bases`)
  })
})

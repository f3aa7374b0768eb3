import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { instantInVietnam } from '#kernel/civil-date.ts'
import {
  type Classification,
  keptUntil,
  type ObligationRule,
  obligationsOf,
  type RetentionRule,
} from './clocks.ts'

const file = new URL('../../../../data/incidents/clocks.json', import.meta.url)
const { obligations, retention } = JSON.parse(readFileSync(file, 'utf8')) as {
  obligations: ObligationRule[]
  retention: RetentionRule[]
}

const nothing: Classification = {
  level: 'minor',
  nationalSecurity: false,
  severeDisruption: false,
  personalData: false,
  healthData: false,
  biometricOrLocation: false,
  persons: 0,
}

const due = (noticed: string, given: Partial<Classification>) =>
  Object.fromEntries(
    obligationsOf(obligations, new Date(noticed), { ...nothing, ...given }, new Map(), new Date(noticed)).map(
      ({ rule, dueAt }) => [rule.code, instantInVietnam(dueAt)],
    ),
  )

describe('the legal clocks', () => {
  it('count hours over the 29th of February in Viet Nam', () =>
    assert.deepEqual(due('2028-02-28T20:15:00+07:00', { level: 'serious', personalData: true }), {
      'security-first': '2028-02-29T20:15:00+07:00',
      'security-report': '2028-03-02T20:15:00+07:00',
      'personal-data': '2028-03-02T20:15:00+07:00',
    }))

  it('count hours over the end of a February without it, of a month and of a year', () => {
    assert.equal(
      due('2027-02-27T06:00:00+07:00', { level: 'serious' })['security-report'],
      '2027-03-02T06:00:00+07:00',
    )
    assert.equal(
      due('2026-11-30T23:59:00+07:00', { level: 'serious' })['security-first'],
      '2026-12-01T23:59:00+07:00',
    )
    assert.equal(
      due('2026-12-30T01:00:00+07:00', { healthData: true })['personal-data'],
      '2027-01-02T01:00:00+07:00',
    )
  })

  it('ask nothing of a minor incident without personal data', () =>
    assert.deepEqual(due('2026-11-23T10:42:00+07:00', { persons: 3 }), {}))

  it('tell at once what touches national security, and the persons when it is about biometrics', () => {
    assert.deepEqual(Object.keys(due('2026-11-23T10:42:00+07:00', { nationalSecurity: true })), [
      'security-at-once',
      'security-report',
    ])
    assert.equal(
      due('2026-11-23T10:42:00+07:00', { severeDisruption: true })['security-at-once'],
      '2026-11-23T11:42:00+07:00',
    )
    assert.deepEqual(Object.keys(due('2026-11-23T10:42:00+07:00', { biometricOrLocation: true })), [
      'personal-data',
      'persons',
    ])
  })

  it('follow the day in Viet Nam, not in Greenwich, on the first day of a rule', () => {
    assert.deepEqual(due('2026-06-30T23:59:00+07:00', { level: 'serious' }), {})
    assert.ok(due('2026-06-30T17:00:00Z', { level: 'serious' })['security-first'])
  })

  it('are late a moment after the hour, kept late when told late, and silent when not needed', () => {
    const noticed = new Date('2026-11-23T03:42:00Z')
    const state = (
      now: string,
      outcome?: Parameters<typeof obligationsOf>[3] extends ReadonlyMap<string, infer O> ? O : never,
    ) =>
      obligationsOf(
        obligations,
        noticed,
        { ...nothing, personalData: true },
        new Map(outcome ? [['personal-data', outcome]] : []),
        new Date(now),
      )[0]?.state
    assert.equal(state('2026-11-26T03:42:00Z'), 'due')
    assert.equal(state('2026-11-26T03:42:00.001Z'), 'late')
    assert.equal(
      state('2026-12-01T00:00:00Z', { kind: 'notice', sentAt: new Date('2026-11-26T03:42:00Z') }),
      'done',
    )
    assert.equal(
      state('2026-12-01T00:00:00Z', { kind: 'notice', sentAt: new Date('2026-11-26T03:43:00Z') }),
      'doneLate',
    )
    assert.equal(state('2026-12-01T00:00:00Z', { kind: 'needless', reason: 'thử' }), 'needless')
  })

  it('keep the file five years, to the end of February where there is no 29th', () => {
    assert.equal(keptUntil(retention, new Date('2028-02-29T10:00:00+07:00')), '2033-02-28')
    assert.equal(keptUntil(retention, new Date('2026-12-31T18:00:00Z')), '2032-01-01')
    assert.equal(keptUntil(retention, new Date('2025-12-31T10:00:00+07:00')), undefined)
  })
})

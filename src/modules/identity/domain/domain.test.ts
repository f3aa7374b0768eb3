import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { loginLimits, passwordRules } from '../data-files.ts'
import { makePassword } from '../password.ts'
import { attemptLimiter } from './attempt-limiter.ts'
import { lockMinutesAfter } from './login-lock.ts'
import { passwordFaults } from './password-rules.ts'
import { narrow, resourceScopes } from './scopes.ts'
import { isWorthTouching, sessionEndsAt } from './session-life.ts'
import { foldUserName, isUserName } from './user-name.ts'

describe('passwordFaults', () => {
  for (const [password, faults] of [
    ['Trời-trong-xanh-88', []],
    ['correct Horse battery', []],
    ['Short-1', ['tooShort']],
    ['alllowercaseletters', ['notMixed']],
    ['My-Mật-Khẩu-là-MatKhau1', ['common']],
    ['Xin-chao-BacSi-99', ['hasUserName']],
    [`Aa1-${'x'.repeat(260)}`, ['tooLong']],
    ['bacsi-Demo-2026', ['common', 'hasUserName']],
  ] as const) {
    it(`finds ${faults.join(', ') || 'nothing'} in ${password.slice(0, 24)}`, () => {
      assert.deepEqual(passwordFaults(password, 'bacsi', passwordRules), faults)
    })
  }

  it('finds nothing in passwords that the program makes', () => {
    for (let i = 0; i < 200; i++) assert.deepEqual(passwordFaults(makePassword(), 'bacsi', passwordRules), [])
  })

  it('counts characters, not bytes', () => {
    assert.deepEqual(passwordFaults('Ắ1-ặẵẳ', 'x', passwordRules), ['tooShort'])
  })
})

describe('lockMinutesAfter', () => {
  it('is open for four failures, then grows and stays at its longest', () => {
    const minutes = Array.from({ length: 12 }, (_, i) => lockMinutesAfter(i + 1, loginLimits))
    assert.deepEqual(minutes, [0, 0, 0, 0, 1, 5, 15, 60, 240, 240, 240, 240])
  })
})

describe('sessionEndsAt', () => {
  const at = (minutes: number) => new Date(minutes * 60_000)
  const limits = { idleMinutes: 30, maxHours: 1 }

  it('is the nearer of idle and absolute time-out', () => {
    assert.deepEqual(sessionEndsAt({ createdAt: at(0), lastSeenAt: at(10) }, limits), at(40))
    assert.deepEqual(sessionEndsAt({ createdAt: at(0), lastSeenAt: at(50) }, limits), at(60))
  })

  it('is touched at most once a minute, sooner only for very short sessions', () => {
    const times = { createdAt: at(0), lastSeenAt: at(0) }
    assert.equal(isWorthTouching(times, limits, at(0.9)), false)
    assert.equal(isWorthTouching(times, limits, at(1)), true)
    assert.equal(isWorthTouching(times, { ...limits, idleMinutes: 1 }, at(0.1)), true)
  })
})

describe('foldUserName', () => {
  it('gives the same for every way to type a name, and no text makes it fail', () => {
    assert.equal(foldUserName('  ＢacSi '), 'bacsi')
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => typeof isUserName(foldUserName(text)) === 'boolean'),
    )
  })

  for (const name of ['a', '-a', 'a b', 'bác', 'a\0b', '', 'x'.repeat(65)])
    it(`does not take ${JSON.stringify(name.slice(0, 10))} as a user name`, () =>
      assert.equal(isUserName(name), false))
})

describe('attemptLimiter', () => {
  const second = (seconds: number) => new Date(seconds * 1000)

  it('lets a burst through, then as many as are forgiven', () => {
    const limiter = attemptLimiter({ failuresPerAddress: 3, forgivenPerMinute: 30 })
    assert.deepEqual(
      [0, 0, 0, 0].map(() => limiter.take('a', second(0))),
      [0, 0, 0, 2],
    )
    assert.equal(limiter.take('b', second(0)), 0)
    assert.equal(limiter.take('a', second(2)), 0)
    assert.equal(limiter.take('a', second(2)), 2)
  })

  it('never refuses an address that only succeeds', () => {
    const limiter = attemptLimiter({ failuresPerAddress: 1, forgivenPerMinute: 1 })
    for (let i = 0; i < 100; i++) {
      assert.equal(limiter.take('ward', second(0)), 0)
      limiter.giveBack('ward')
    }
  })
})

describe('narrow', () => {
  const held = new Set(['fhir.read', 'fhir.write', 'chart.read'])

  for (const [scopes, left] of [
    [['system/*.*'], ['fhir.read', 'fhir.write', 'chart.read']],
    [['user/*.read', 'openid'], ['fhir.read']],
    [
      ['user/*.rs', 'user/*.cud'],
      ['fhir.read', 'fhir.write'],
    ],
    [['openid'], []],
    [['system/Patient.read'], []],
    [['*.*', 'evil/*.*'], []],
  ] as const) {
    it(`leaves ${left.join(', ') || 'nothing'} of ${scopes.join(' ')}`, () => {
      assert.deepEqual([...narrow(held, scopes)], left)
    })
  }

  it('never adds a permission', () => {
    fc.assert(
      fc.property(
        fc.subarray(['fhir.read', 'chart.read', 'users.manage']),
        fc.subarray([...resourceScopes]),
        (some, scopes) => [...narrow(new Set(some), scopes)].every((permission) => some.includes(permission)),
      ),
    )
  })
})

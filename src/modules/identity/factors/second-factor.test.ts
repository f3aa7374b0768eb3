import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { secondFactorPolicies } from '../data-files.ts'
import { needOf, policyOf } from './need.ts'
import { isInNetworks } from './networks.ts'
import { base32, codeOf, matchingStep, stepOf } from './totp.ts'

describe('codeOf', () => {
  // RFC 6238, Appendix B, SHA-1; the last six of its eight digits.
  const secret = Buffer.from('12345678901234567890')
  for (const [seconds, code] of [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ] as const)
    it(`makes the code of RFC 6238 at ${seconds}`, () =>
      assert.equal(codeOf(secret, stepOf(new Date(seconds * 1000))), code))

  it('takes the code of half a minute before or after, and no older one', () => {
    const now = new Date(1_700_000_000_000)
    const step = stepOf(now)
    assert.deepEqual(
      [-2, -1, 0, 1, 2].map((shift) => matchingStep(secret, codeOf(secret, step + shift), now)),
      [undefined, step - 1, step, step + 1, undefined],
    )
  })

  // RFC 4648, §10.
  it('writes base32 as RFC 4648 does', () => assert.equal(base32(Buffer.from('foobar')), 'MZXW6YTBOI'))
})

describe('isInNetworks', () => {
  for (const [address, networks, inside] of [
    ['10.1.2.3', ['10.0.0.0/8'], true],
    ['11.1.2.3', ['10.0.0.0/8'], false],
    ['::ffff:10.1.2.3', ['10.0.0.0/8'], true],
    ['fd00::7', ['10.0.0.0/8', 'fc00::/7'], true],
    ['2001:db8::1', ['fc00::/7'], false],
    ['192.0.2.5', ['192.0.2.5'], true],
    ['not an address', ['0.0.0.0/0'], false],
  ] as const)
    it(`${address} in ${networks.join(', ')}: ${inside}`, () =>
      assert.equal(isInNetworks(address, networks), inside))
})

describe('needOf', () => {
  const policy = policyOf(secondFactorPolicies.policies, '2026-11-23')
  const doctor = { roles: ['doctor'], permissions: new Set(['exam.write']), demo: false, address: '10.0.0.5' }
  const admin = { ...doctor, permissions: new Set(['users.manage']) }
  it('follows address, administration and role, and spares demo accounts on the machine itself only', () => {
    assert.ok(policy)
    const table = [
      needOf(policy, doctor),
      needOf(policy, { ...doctor, address: '203.0.113.7' }),
      needOf(policy, admin),
      needOf({ ...policy, roles: ['doctor'] }, doctor),
      needOf(policy, { ...admin, demo: true, address: '127.0.0.1' }),
      needOf(policy, { ...admin, demo: true }),
    ]
    assert.deepEqual(table, ['none', 'outside', 'administrator', 'role', 'none', 'administrator'])
  })
  it('has no policy before the first begins', () =>
    assert.equal(policyOf(secondFactorPolicies.policies, '2025-12-31'), undefined))
})

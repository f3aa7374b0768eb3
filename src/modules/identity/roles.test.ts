import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import { demoAccounts, roles } from './data-files.ts'
import { checkRoles, permissionsOf } from './roles.ts'

describe('roles', () => {
  it('have a file for every demo account, with titles in both languages', () => {
    for (const { role } of demoAccounts.accounts) assert.ok(roles.has(role), role)
    for (const role of roles.values())
      assert.ok(role.title.vi && role.title.en && Array.isArray(role.permissions), role.name)
  })

  it('let a patient ask and confirm for themselves, do nothing clinical, and nobody but administrators manage users', () => {
    assert.deepEqual([...permissionsOf(['patient'])], ['requests.own', 'signing.confirm'])
    assert.deepEqual(
      [...roles.values()].filter((role) => role.permissions.includes('users.manage')).map((role) => role.name),
      ['it-admin'],
    )
  })

  it('are the same for the demo accounts as in the staff list of the demo hospital', () => {
    const [head = '', ...lines] = readFileSync('data/demo/staff.tsv', 'utf8').trimEnd().split('\n')
    const names = head.split('\t')
    const staff = lines.map((line) =>
      Object.fromEntries(line.split('\t').map((cell, i) => [names[i] ?? '', cell])),
    )
    for (const account of demoAccounts.accounts) {
      const person = staff.find((row) => row['userName'] === account.userName)
      assert.deepEqual(
        [person?.['name'], person?.['role'], person?.['id'], person?.['departments']],
        [account.name, account.role, account.practitionerId ?? '', account.departments.join(';')],
      )
    }
  })

  it('add up, and a role without a file adds nothing', () => {
    assert.ok(permissionsOf(['nurse', 'it-admin']).has('users.manage'))
    assert.equal(permissionsOf(['gone']).size, 0)
  })

  it('stop the start when they name a permission that its module does not have', () => {
    assert.throws(() => checkRoles([{ permissions: { 'users.list': 'List' } }]), {
      code: 'identity.unknownPermission',
    })
  })
})

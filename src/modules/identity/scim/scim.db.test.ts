import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import * as oidc from 'openid-client'
import { accountCommands, findAccountId } from '#modules/identity/index.ts'
import { contextFor, type Hospital } from '#tests/support/identity.ts'
import { discover, givenApplication, type Listening, withListening } from '#tests/support/oauth.ts'
import { hashSecret, insertClient } from '../oauth/client-store.ts'

async function stateOf({ services }: Hospital, userName: string) {
  const accounts = await accountCommands.list(contextFor(services))
  return accounts.find((account) => account.userName === userName)
}

describe('SCIM', () => {
  async function token(hospital: Listening): Promise<string> {
    await insertClient(contextFor(hospital.services), {
      client_id: 'nhansu',
      name: 'Phần mềm nhân sự',
      secret_hash: await hashSecret('bi-mat-cua-nhan-su'),
      jwks: null,
      grant_types: ['client_credentials'],
      redirect_uris: [],
      launch_uri: null,
      scopes: ['scim'],
      roles: ['provisioning'],
      trusted: false,
      active: true,
      demo: false,
      created_at: new Date(),
      last_seen_at: null,
    })
    const config = await discover(hospital.origin, 'nhansu', oidc.ClientSecretBasic('bi-mat-cua-nhan-su'))
    return (await oidc.clientCredentialsGrant(config)).access_token
  }

  it('makes, finds, changes and closes accounts, and never administrators', () =>
    withListening(async (hospital) => {
      await givenApplication(hospital)
      const bearer = await token(hospital)
      const send = async (method: string, path: string, body?: object) => {
        const answer = await fetch(`${hospital.origin}/scim/v2${path}`, {
          method,
          headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/scim+json' },
          ...(body ? { body: JSON.stringify(body) } : {}),
        })
        const text = await answer.text()
        return { status: answer.status, body: (text ? JSON.parse(text) : {}) as Record<string, unknown> }
      }
      const schemas = ['urn:ietf:params:scim:schemas:core:2.0:User']
      const person = {
        schemas,
        userName: 'bs.hoa',
        externalId: 'NV-77',
        name: { familyName: 'Trần', givenName: 'Thị Hoa' },
        roles: [{ value: 'doctor' }],
        'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User': { department: 'NOI' },
      }
      const [config, types, all] = await Promise.all(
        ['/ServiceProviderConfig', '/ResourceTypes', '/Schemas'].map((path) => send('GET', path)),
      )
      assert.equal(
        (config?.body['meta'] as { resourceType?: string } | undefined)?.resourceType,
        'ServiceProviderConfig',
      )
      assert.deepEqual([types?.body['totalResults'], all?.body['totalResults']], [2, 3])
      for (const { id, meta } of (all?.body['Resources'] ?? []) as { id: string; meta: { location: string } }[]) {
        assert.ok(meta.location.endsWith(`/scim/v2/Schemas/${id}`))
        assert.equal((await send('GET', `/Schemas/${id}`)).body['id'], id)
      }
      assert.equal((await send('GET', '/ResourceTypes/User')).body['endpoint'], '/Users')
      assert.equal((await send('GET', '/Schemas/urn:nobody')).status, 404)
      assert.equal((await send('GET', '/Schemas?filter=id%20pr')).status, 403)
      const closed = await send('POST', '/Users', {
        ...person,
        userName: 'bs.chua.den',
        externalId: 'NV-78',
        active: false,
      })
      assert.deepEqual([closed.status, closed.body['active']], [201, false])
      const made = await send('POST', '/Users', person)
      assert.deepEqual([made.status, made.body['displayName'], made.body['active']], [201, 'Trần Thị Hoa', true])
      const id = String(made.body['id'])
      assert.equal((await send('POST', '/Users', person)).status, 409)
      const found = await send('GET', `/Users?filter=${encodeURIComponent('externalId eq "NV-77"')}`)
      assert.equal(found.body['totalResults'], 1)
      assert.equal((await send('GET', `/Users?filter=${encodeURIComponent('name co "x"')}`)).status, 400)
      assert.equal((await send('GET', '/Users?count=2&startIndex=3')).body['itemsPerPage'], 2)
      const patch = (operations: object[]) => ({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
        Operations: operations,
      })
      const off = await send('PATCH', `/Users/${id}`, patch([{ op: 'Replace', value: { active: 'False' } }]))
      assert.deepEqual([off.status, off.body['active']], [200, false])
      const on = await send('PATCH', `/Users/${id}`, patch([{ op: 'replace', path: 'active', value: true }]))
      assert.equal(on.body['active'], true)
      const nurses = await send(
        'PATCH',
        '/Groups/nurse',
        patch([{ op: 'add', path: 'members', value: [{ value: id }] }]),
      )
      assert.equal(nurses.status, 200, JSON.stringify(nurses.body))
      assert.deepEqual((await stateOf(hospital, 'bs.hoa'))?.roles, ['doctor', 'nurse'])
      await send('PATCH', '/Groups/doctor', patch([{ op: 'remove', path: `members[value eq "${id}"]` }]))
      assert.deepEqual((await stateOf(hospital, 'bs.hoa'))?.roles, ['nurse'])
      const admin = await findAccountId(contextFor(hospital.services), 'quantri')
      assert.equal((await send('DELETE', `/Users/${admin}`)).status, 403)
      assert.equal(
        (await send('POST', '/Users', { ...person, userName: 'x9', roles: [{ value: 'it-admin' }] })).status,
        403,
      )
      const raised = await send(
        'PATCH',
        '/Groups/it-admin',
        patch([{ op: 'add', path: 'members', value: [{ value: id }] }]),
      )
      assert.equal(raised.status, 403)
      for (const role of ['system', 'provisioning', 'record-office', 'director']) {
        const given = [{ value: role }]
        const asked = await send('POST', '/Users', { ...person, userName: 'x9', roles: given })
        assert.ok([400, 403].includes(asked.status), role)
        const own = await send('PATCH', `/Users/${id}`, patch([{ op: 'add', path: 'roles', value: given }]))
        assert.ok([400, 403].includes(own.status), role)
      }
      const both = await send('PATCH', `/Users/${id}`, patch([{ op: 'add', path: 'roles', value: ['doctor'] }]))
      assert.equal(both.status, 200, JSON.stringify(both.body))
      assert.deepEqual((await stateOf(hospital, 'bs.hoa'))?.roles, ['nurse', 'doctor'])
      await send('PATCH', `/Users/${id}`, patch([{ op: 'remove', path: 'roles[value eq "doctor"]' }]))
      assert.deepEqual((await stateOf(hospital, 'bs.hoa'))?.roles, ['nurse'])
      const odd = await send('PATCH', `/Users/${id}`, patch([{ op: 'remove', path: 'roles[primary eq true]' }]))
      assert.deepEqual([odd.status, odd.body['scimType']], [400, 'invalidPath'])
      const many = Array.from({ length: 101 }, () => ({ op: 'replace', path: 'active', value: true }))
      assert.equal((await send('PATCH', `/Users/${id}`, patch(many))).status, 400)
      const ctx = contextFor(hospital.services)
      await accountCommands.lock(ctx, 'bs.hoa')
      assert.equal((await send('DELETE', `/Users/${id}`)).status, 204)
      const again = await send('PATCH', `/Users/${id}`, patch([{ op: 'replace', path: 'active', value: true }]))
      assert.deepEqual([again.status, again.body['detail']], [400, 'identity.closedHere'])
      assert.equal((await stateOf(hospital, 'bs.hoa'))?.active, false, 'an administrator closed it')
      await accountCommands.unlock(ctx, 'bs.hoa')
      await assert.rejects(accountCommands.setRoles(ctx, 'bs.hoa', ['system']), { code: 'identity.roleOfSystems' })
      assert.equal((await send('DELETE', `/Users/${id}`)).status, 204)
      assert.equal((await stateOf(hospital, 'bs.hoa'))?.active, false)
      assert.equal((await send('GET', '/Users/nobody')).status, 404)
      assert.equal((await send('POST', '/Users', { userName: 5 })).status, 400)
      const { access_token: other } = await oidc.clientCredentialsGrant(
        await discover(hospital.origin, 'demo-system', oidc.ClientSecretBasic('demo-system')),
      )
      const refused = (token: string) =>
        fetch(`${hospital.origin}/scim/v2/Users`, token ? { headers: { authorization: `Bearer ${token}` } } : {})
      assert.deepEqual([(await refused(other)).status, (await refused('')).status], [403, 401])
      assert.equal((await hospital.get('/api/accounts', bearer)).status, 403)
    }))
})

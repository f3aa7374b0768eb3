import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import * as oidc from 'openid-client'
import { accountCommands, findAccountId } from '#modules/identity/index.ts'
import { contextFor, type Hospital, withHospital } from '#tests/support/identity.ts'
import { discover, givenApplication, type Listening, withListening } from '#tests/support/oauth.ts'
import { hashSecret, insertClient } from '../oauth/client-store.ts'
import type { ReviewItem, ReviewList } from '../reviews/contract.ts'
import type { PeopleAnswer } from './contract.ts'
import { csvRows } from './people-file.ts'
import { closeUnused } from './unused-accounts.ts'

const good = 'Sáng-sớm-mùa-thu-42'
const day = 24 * 60

async function stateOf({ services }: Hospital, userName: string) {
  const accounts = await accountCommands.list(contextFor(services))
  return accounts.find((account) => account.userName === userName)
}

describe('an account that nobody uses', () => {
  it('is closed after 45 days, and counts anew when an administrator opens it', () =>
    withHospital(async (hospital) => {
      const ctx = contextFor(hospital.services)
      await accountCommands.add(ctx, { userName: 'bscu', name: 'Bác Sĩ Cũ', password: good, roles: ['doctor'] })
      hospital.later(44 * day)
      assert.equal((await closeUnused.run(ctx)).processed, 0)
      hospital.later(2 * day)
      assert.equal((await closeUnused.run(ctx)).processed, 1, 'demo accounts stay')
      assert.equal((await hospital.browser().login('bscu', good)).code, 'identity.accountOff')
      await accountCommands.unlock(ctx, 'bscu')
      assert.equal((await closeUnused.run(ctx)).processed, 0)
      hospital.later(46 * day)
      assert.equal((await closeUnused.run(ctx)).processed, 1)
    }))
})

describe('a personnel file', () => {
  const file = [
    '\uFEFFTên đăng nhập;Họ và tên;Vai trò;Khoa;Trạng thái;Mã nhân viên',
    'bsmoi;"Đỗ ""Bé"" Mới";doctor;NOI KKB;;NV-001',
    'dieuduong;Lê Thị Hạnh;nurse,reception;NOI;;',
    'duoc;Hoàng Thị Lan;pharmacy;DUOC;nghỉ việc;',
    'xau;Người Xấu;it-admin;CNTT;;',
    'quantri;Đổi Tên;it-admin;CNTT;;',
    'la;Người Lạ;wizard;KKB;;',
  ].join('\r\n')

  it('shows what it means before it is carried out: joiners, movers, leavers, refusals', () =>
    withHospital(async (hospital) => {
      const admin = hospital.browser()
      const pharmacist = hospital.browser()
      await admin.login('quantri')
      await pharmacist.login('duoc')
      const send = async (apply: boolean) => {
        const answer = await admin.send('POST', '/api/accounts/people', { body: { text: file, apply } })
        assert.equal(answer.status, 200, JSON.stringify(answer.body))
        return (answer.body as PeopleAnswer).map(({ line, change, reason }) =>
          [line, change, reason].filter(Boolean).join(' '),
        )
      }
      const told = [
        '2 join',
        '3 move',
        '4 leave',
        '5 refused identity.notProvisionable',
        '6 refused identity.notProvisionable',
        '7 refused identity.unknownRole',
      ]
      assert.deepEqual(await send(false), told)
      assert.equal(await stateOf(hospital, 'bsmoi'), undefined)
      assert.deepEqual(await send(true), told)
      const made = await stateOf(hospital, 'bsmoi')
      assert.deepEqual([made?.name, made?.roles, made?.departments], ['Đỗ "Bé" Mới', ['doctor'], ['NOI', 'KKB']])
      assert.deepEqual((await stateOf(hospital, 'dieuduong'))?.roles, ['nurse', 'reception'])
      assert.equal((await stateOf(hospital, 'duoc'))?.active, false)
      assert.equal((await pharmacist.send('GET', '/api/session')).status, 401)
      assert.equal((await hospital.browser().login('bsmoi', '')).code, 'identity.wrongCredentials')
      assert.deepEqual((await send(true)).slice(0, 3), ['2 same', '3 same', '4 same'])
      const bad = await admin.send('POST', '/api/accounts/people', { body: { text: 'a,b\n1,2', apply: true } })
      assert.equal(bad.code, 'identity.peopleHeader')
    }))

  it('is read with quotes, commas and line ends of any kind', () => {
    assert.deepEqual(csvRows('a,b\n"x, ""y""\nz",2\r\n\r\n,3\n'), [
      ['a', 'b'],
      ['x, "y"\nz', '2'],
      ['', '3'],
    ])
  })
})

describe('the access review', () => {
  it('has each account decided, ends some at once, and is signed off by a second person', () =>
    withHospital(async (hospital) => {
      const it = hospital.browser()
      const head = hospital.browser()
      await it.login('quantri')
      await head.login('giamdoc')
      const list = async () => (await it.send('GET', '/api/accounts/reviews')).body as ReviewList
      assert.equal((await list()).overdue, false)
      hospital.later(190 * day)
      await it.login('quantri')
      await head.login('giamdoc')
      assert.equal((await list()).overdue, true)
      const { id } = (await it.send('POST', '/api/accounts/reviews')).body as { id: string }
      assert.equal((await it.send('POST', '/api/accounts/reviews')).code, 'identity.reviewOpen')
      const path = `/api/accounts/reviews/${id}`
      const items = (await it.send('GET', path)).body as ReviewItem[]
      assert.equal(items.length, 11, 'every person, no patient')
      const decide = (item: ReviewItem | undefined, body: object, by = it) =>
        by.send('PUT', `${path}/accounts/${item?.account}`, { body })
      const named = (userName: string) => items.find((item) => item.userName === userName)
      assert.equal((await decide(named('quantri'), { decision: 'keep' })).code, 'identity.ownReview')
      assert.equal((await decide(named('duoc'), { decision: 'change' })).code, 'identity.reviewNote')
      for (const item of items.filter(({ userName }) => !['quantri', 'giamdoc', 'thanhtra'].includes(userName)))
        assert.equal((await decide(item, { decision: 'keep' })).status, 204)
      assert.equal((await decide(named('thanhtra'), { decision: 'end' })).status, 204)
      assert.equal((await hospital.browser().login('thanhtra')).code, 'identity.accountOff')
      assert.equal((await head.send('POST', `${path}/close`)).code, 'identity.reviewUndecided')
      assert.equal((await decide(named('quantri'), { decision: 'keep' }, head)).status, 204)
      assert.equal((await it.send('POST', `${path}/close`)).code, 'common.forbidden')
      assert.equal((await decide(named('giamdoc'), { decision: 'keep' })).status, 204)
      const signed = await head.send('POST', `${path}/close`)
      assert.equal(signed.status, 200, JSON.stringify(signed.body))
      const { reviews, overdue } = await list()
      assert.deepEqual(
        [overdue, reviews[0]?.kept, reviews[0]?.ended, reviews[0]?.hash],
        [false, 10, 1, (signed.body as { hash: string }).hash],
      )
      assert.equal((await decide(named('duoc'), { decision: 'end' })).code, 'identity.reviewClosed')
      const paper = await head.send('GET', `${path}/minutes`)
      assert.equal(paper.status, 200)
      assert.match(String(paper.headers['content-type']), /application\/pdf/)
      assert.match(String(paper.body), /^%PDF-1\.7/)
      assert.ok((await hospital.audited()).includes('review-print success'))
      assert.equal((await head.send('POST', '/api/accounts/reviews/nobody/close')).code, 'identity.reviewNotFound')
      const nurse = hospital.browser()
      await nurse.login('dieuduong')
      assert.equal((await nurse.send('GET', path)).code, 'common.forbidden')
    }))

  it('is closed once, and no decision slips in beside the closing', () =>
    withHospital(async (hospital) => {
      const it = hospital.browser()
      const head = hospital.browser()
      await it.login('quantri')
      await head.login('giamdoc')
      const { id } = (await it.send('POST', '/api/accounts/reviews')).body as { id: string }
      const path = `/api/accounts/reviews/${id}`
      assert.equal((await head.send('GET', `${path}/minutes`)).code, 'identity.reviewStillOpen')
      const items = (await it.send('GET', path)).body as ReviewItem[]
      for (const { account, userName } of items)
        if (userName !== 'giamdoc')
          await (userName === 'quantri' ? head : it).send('PUT', `${path}/accounts/${account}`, {
            body: { decision: 'keep' },
          })
      const duoc = items.find(({ userName }) => userName === 'duoc')
      const end = { body: { decision: 'end' } }
      const [first, second, decided] = await Promise.all([
        head.send('POST', `${path}/close`),
        head.send('POST', `${path}/close`),
        it.send('PUT', `${path}/accounts/${duoc?.account}`, end),
      ])
      assert.deepEqual([first.status, second.status].sort(), [200, 409])
      const { rows } = await sql<{ kept: string }>`
        select (select string_agg(m ->> 'decision', ' ') from jsonb_array_elements(r.minutes -> 'content' -> 'items') m
           where m ->> 'userName' = 'duoc') as kept from access_review r`.execute(hospital.services.db)
      assert.equal(rows[0]?.kept, decided.status === 204 ? 'end' : 'keep', 'the minutes say what was decided')
    }))
})

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
      assert.equal((config?.body['meta'] as { resourceType: string }).resourceType, 'ServiceProviderConfig')
      assert.deepEqual([types?.body['totalResults'], all?.body['totalResults']], [2, 3])
      for (const { id, meta } of all?.body['Resources'] as { id: string; meta: { location: string } }[]) {
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

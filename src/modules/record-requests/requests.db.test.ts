import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { accountCommands, makePassword } from '#modules/identity/index.ts'
import { pageCount } from '#platform/pdf/stamp.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { director, givenOfficeStaff, officer } from '#tests/support/office-staff.ts'
import { pdfTexts } from '#tests/support/pdf-text.ts'
import { done, givenArchivedRecord, givenSignedVisit } from '#tests/support/record.ts'
import type { TestClient } from '#tests/support/server.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'
import type { AuditPage } from '../audit/contract.ts'
import type { Disclosures, RequestView } from './contract.ts'

const code = (answer: { body: unknown }) => (answer.body as { code?: string }).code

const letter = (encounterId: string, more: object = {}) => ({
  encounterId,
  kind: 'patient',
  asker: 'Lê Thị Mận',
  identity: 'CCCD 001168012345',
  purpose: 'Khám tiếp ở tuyến trên',
  want: 'copy',
  writtenOn: '2026-11-23',
  ...more,
})

async function granted(client: TestClient, body: object, until = '2026-12-01'): Promise<string> {
  const { id } = await done<{ id: string }>(client, 'POST', '/record-requests', body)
  const decided = await client.send('POST', `/api/record-requests/${id}/decide`, {
    as: director,
    body: { decision: 'granted', until, note: '' },
  })
  assert.equal(decided.status, 204, decided.text)
  return id
}

describe('requests for records', () => {
  it('are taken, granted, handed out with the mark of their receiver, and told to the patient', () =>
    withWholeApp(async (client) => {
      const { encounterId, patientId } = await givenArchivedRecord(client)
      await givenOfficeStaff(client)
      const taken = await client.send('POST', '/api/record-requests', { as: officer, body: letter(encounterId) })
      const { id, number } = taken.body as { id: string; number: string }
      assert.equal(number, 'YC26/000001')
      const file = `/api/record-requests/${id}/file`
      assert.equal(code(await client.send('GET', file)), 'requests.notGranted')
      const decide = (until: string) =>
        client.send('POST', `/api/record-requests/${id}/decide`, {
          as: director,
          body: { decision: 'granted', until, note: 'Đủ điều kiện' },
        })
      assert.equal(code(await decide('2027-11-23')), 'requests.untilMissing')
      assert.equal(code(await decide('2026-11-22')), 'requests.untilMissing')
      assert.equal((await decide('2026-12-01')).status, 204)
      assert.equal(code(await decide('2026-12-01')), 'requests.alreadyDecided')

      const answer = await client.send('GET', file, { as: officer })
      const pdf = answer.body as Buffer
      const text = (await pdfTexts(pdf)).join(' ')
      const marks = text.match(/Cấp cho: Lê Thị Mận · Yêu cầu YC26\/000001/g) ?? []
      assert.equal(marks.length, pageCount(pdf))
      assert.ok(text.includes('Khám tiếp ở tuyến trên'))
      const converted = text.match(/Bản giấy chuyển đổi từ hồ sơ bệnh án điện tử/g) ?? []
      assert.equal(converted.length, pageCount(pdf), 'the mark of conversion stays under the mark of the receiver')

      const patient = { id: 'own', kind: 'patient' as const, patientId, permissions: new Set(['requests.own']) }
      const own = (await client.send('GET', '/api/my/disclosures', { as: patient })).body as Disclosures
      assert.deepEqual(
        own.requests.map((one) => [one.asker, one.want, one.state, one.copies.length]),
        [['Lê Thị Mận', 'copy', 'granted', 1]],
      )
      assert.ok(own.seen.some((one) => one.acts.some(({ action }) => action === 'export')))
      assert.equal((await client.send('GET', '/api/record-requests', { as: patient })).status, 403)
      const trail = await done<AuditPage>(client, 'GET', `/audit?patient=${patientId}&action=request,export`)
      assert.deepEqual(
        trail.rows.map((row) => [row.action, row.detail['step'] ?? row.detail['sha256']]),
        [
          ['export', own.requests[0]?.copies[0]?.sha256],
          ['request', 'granted'],
          ['request', 'taken'],
        ],
      )
    }))

  it('give no more than the law gives to who asks', () =>
    withWholeApp(async (client) => {
      const { encounterId } = await givenSignedVisit(client)
      const ask = (more: object) =>
        client.send('POST', '/api/record-requests', { body: letter(encounterId, more) })
      assert.equal(code(await ask({})), 'requests.notAllowed')
      assert.equal(code(await ask({ kind: 'authority', want: 'read' })), 'requests.notAllowed')
      assert.equal(code(await ask({ kind: 'nobody' })), 'requests.unknownKind')
      assert.equal(code(await ask({ want: 'summary', writtenOn: undefined })), 'requests.inWriting')
      assert.equal(code(await ask({ kind: 'representative', want: 'summary' })), 'requests.relationMissing')
      assert.equal(code(await ask({ want: 'summary', writtenOn: '2026-02-30' })), 'common.notADay')
      assert.equal((await ask({ want: 'summary' })).status, 200)
      assert.equal((await ask({ kind: 'learner', want: 'read', writtenOn: undefined })).status, 200)
    }))

  it('are read by the account they were granted to, until they end', () => {
    let now = new Date('2026-11-23T03:42:00Z')
    return withWholeApp(
      async (client) => {
        const { encounterId } = await givenSignedVisit(client)
        await givenOfficeStaff(client)
        const accountId = await accountCommands.add(contextOf(client.services), {
          userName: 'hocvien',
          name: 'Học Viên',
          password: makePassword(),
          roles: ['doctor'],
        })
        const body = letter(encounterId, { kind: 'learner', want: 'read', userName: 'HocVien' })
        const id = await granted(client, body)
        const learner = {
          id: accountId,
          practitionerId: 'practitioner-learner',
          permissions: new Set<string>(),
        }
        const mine = (await client.send('GET', '/api/my/record-requests', { as: learner })).body as {
          rows: RequestView[]
        }
        assert.deepEqual(
          mine.rows.map((one) => one.id),
          [id],
        )
        assert.equal(mine.rows[0]?.own, true)
        const file = `/api/record-requests/${id}/file`
        assert.equal((await client.send('GET', file, { as: learner })).status, 200)
        const stranger = { ...learner, id: 'stranger' }
        assert.equal(code(await client.send('GET', file, { as: stranger })), 'requests.notYours')
        now = new Date('2026-12-01T17:00:00Z')
        assert.equal(code(await client.send('GET', file, { as: learner })), 'requests.expired')
      },
      { now: () => now },
    )
  })

  it('lend paper once, late loans are seen, and what comes back is described', () =>
    withWholeApp(async (client) => {
      const { encounterId } = await givenArchivedRecord(client)
      await givenOfficeStaff(client)
      const id = await granted(client, letter(encounterId, { kind: 'learner', want: 'read' }))
      const lend = (dueOn: string) =>
        client.send('POST', `/api/record-requests/${id}/lend`, { as: officer, body: { dueOn } })
      assert.equal(code(await lend('2026-11-30')), 'requests.noPaper')
      await done(client, 'POST', `/records/${encounterId}/place`, { medium: 'paper', location: 'K1-G03' })
      assert.equal(code(await lend('2026-11-01')), 'common.notADay')
      const loan = (await lend('2026-11-30')).body as { id: string }
      assert.equal(code(await lend('2026-11-30')), 'requests.lent')
      const { rows } = await done<{ rows: RequestView[] }>(client, 'GET', '/record-requests?show=lent')
      assert.deepEqual(
        rows.map((one) => [one.id, one.loans[0]?.dueOn, one.loans[0]?.late]),
        [[id, '2026-11-30', false]],
      )
      const back = () =>
        client.send('POST', `/api/record-loans/${loan.id}/return`, {
          as: officer,
          body: { stateOfIt: 'Nguyên vẹn, đủ 12 tờ' },
        })
      assert.equal((await back()).status, 204)
      assert.equal(code(await back()), 'requests.returned')
      assert.equal((await lend('2026-11-30')).status, 200)
    }))
})

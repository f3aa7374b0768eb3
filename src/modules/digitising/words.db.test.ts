import assert from 'node:assert/strict'
import { it } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { sql } from 'kysely'
import type { RecordPage } from '#modules/records/contract.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { director, givenOfficeStaff, officer } from '#tests/support/office-staff.ts'
import { done, givenArchivedRecord } from '#tests/support/record.ts'
import { printedPage, scanned } from '#tests/support/scans.ts'
import type { TestClient } from '#tests/support/server.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'
import type { ScanReading, ScanView } from './contract.ts'
import type { PageReading } from './reading/read-page.ts'
import { readScans } from './reading/take-turns.ts'

const octets = { 'content-type': 'application/octet-stream' }
const code = (answer: { body: unknown }) => (answer.body as { code?: string }).code
const system = (client: TestClient) => makeContext(client.services, { facility: 1, actor: systemActor })

async function upload(client: TestClient, encounterId: string, body: Buffer): Promise<string> {
  const path = `/api/scans?encounter=${encounterId}&name=to.jpg`
  const sent = await client.send('POST', path, { as: officer, body, headers: octets })
  assert.equal(sent.status, 200, sent.text)
  return (sent.body as { id: string }).id
}
const words = (client: TestClient, id: string) => done<ScanReading>(client, 'GET', `/scans/${id}/words`)
const found = async (client: TestClient, q: string) =>
  (await done<RecordPage>(client, 'GET', `/records?q=${encodeURIComponent(q)}`)).rows.map((row) => [
    row.id,
    row.byScan,
  ])
const page = (text: string, more: Partial<PageReading> = {}): PageReading => ({
  state: 'read',
  text,
  confidence: 90,
  turned: 0,
  ...more,
})
/** Reads as told instead of by the engine. */
const told =
  (read: (page: number) => PageReading, log: number[] = []) =>
  () => ({
    read: async (number: number) => {
      log.push(number)
      return read(number)
    },
    close: () => undefined,
  })

it('a scan is read, proposes what it is, and its record is found by its words once it is sealed', () =>
  withWholeApp(async (client) => {
    const { encounterId } = await givenArchivedRecord(client)
    await givenOfficeStaff(client)
    const title = 'GIẤY CHUYỂN TUYẾN KHÁM CHỮA BỆNH'
    const pdf = await printedPage(title, [
      'Người bệnh được chẩn đoán viêm tụy cấp, đã mổ năm 2018.',
      'Ngày 2 tháng 5 năm 2019',
    ])
    const id = await upload(client, encounterId, await scanned(pdf))
    assert.deepEqual([(await words(client, id)).waiting, (await words(client, id)).pages], [1, []])
    assert.equal(await readScans(system(client)), 1)
    const reading = await words(client, id)
    assert.deepEqual([reading.waiting, reading.pages[0]?.state], [0, 'read'], JSON.stringify(reading))
    assert.match(reading.pages[0]?.text ?? '', /viêm tụy cấp/)
    assert.equal(reading.papers[0]?.title, 'Giấy chuyển tuyến khám chữa bệnh')
    assert.equal(reading.days[0]?.day, '2019-05-02')
    const [scan] = (await done<{ rows: ScanView[] }>(client, 'GET', '/scans')).rows
    assert.deepEqual([scan?.state, scan?.title, scan?.datedOn], ['uploaded', undefined, undefined])

    assert.deepEqual(await found(client, 'viem tuy'), [])
    const index = { title: 'Giấy chuyển tuyến', datedOn: '2019-05-02' }
    await client.send('POST', `/api/scans/${id}/index`, { as: officer, body: index })
    const own = await client.send('POST', `/api/scans/${id}/check`, {
      as: officer,
      body: { faithful: true, note: '' },
    })
    assert.equal(code(own), 'digitising.secondPerson')
    const sealed = await client.send('POST', `/api/scans/${id}/check`, {
      as: director,
      body: { faithful: true, note: '' },
    })
    assert.equal(sealed.status, 200, sealed.text)
    assert.deepEqual(await found(client, 'viêm TỤY'), [[encounterId, true]])
    assert.deepEqual(await found(client, 'viem tuy man'), [[encounterId, true]])
    assert.deepEqual((await found(client, 'tang huyet ap'))[0], [encounterId, false])
    assert.doesNotMatch(JSON.stringify(await done(client, 'GET', `/records/${encounterId}`)), /viêm tụy/)
  }))

it('words that come after the seal are found too; those of a rejected scan are gone', () =>
  withWholeApp(async (client) => {
    const { encounterId } = await givenArchivedRecord(client)
    await givenOfficeStaff(client)
    const photo = await scanned(await printedPage('TRANG', ['x']))
    const [late, wrong] = [await upload(client, encounterId, photo), await upload(client, encounterId, photo)]
    for (const id of [late, wrong])
      await client.send('POST', `/api/scans/${id}/index`, {
        as: officer,
        body: { title: 'Tờ cũ', datedOn: '2019-05-02' },
      })
    const check = (id: string, body: object) =>
      client.send('POST', `/api/scans/${id}/check`, { as: director, body })
    assert.equal((await check(late, { faithful: true, note: '' })).status, 200)
    await readScans(system(client), { open: told(() => page('Phẫu thuật Longo')) })
    assert.deepEqual(await found(client, 'longo'), [[encounterId, true]])
    assert.equal((await words(client, wrong)).pages.length, 1)
    assert.equal((await check(wrong, { faithful: false, note: 'Mất góc' })).status, 200)
    const gone = await words(client, wrong)
    assert.deepEqual([gone.waiting, gone.pages], [0, []])
  }))

it('scans take turns, and one that is read twice at once is kept once', () =>
  withWholeApp(async (client) => {
    const { encounterId } = await givenArchivedRecord(client)
    await givenOfficeStaff(client)
    const one = await scanned(await printedPage('TRANG', ['x']))
    const [long, short] = [await upload(client, encounterId, one), await upload(client, encounterId, one)]
    const ctx = contextOf(client.services)
    await sql`update scan set pages = 12 where facility = 1 and id = ${long}::uuid`.execute(ctx.db)
    const order: number[] = []
    const odd = (number: number) =>
      number === 3 ? page('', { state: 'failed', confidence: 0 }) : page('chữ \0 lạ')
    const both = [
      readScans(system(client), { open: told(odd, order) }),
      readScans(system(client), { open: told(odd) }),
    ]
    await Promise.all(both)
    const [a, b] = [await words(client, long), await words(client, short)]
    assert.deepEqual([a.waiting, a.pages.length, b.waiting, b.pages.length], [0, 12, 0, 1])
    assert.deepEqual(a.pages.map((each) => each.state).slice(1, 4), ['read', 'failed', 'read'])
    assert.equal(a.pages[0]?.text, 'chữ  lạ')
    assert.equal(await readScans(system(client), { open: told(odd) }), 0)
    await sql`insert into scan_to_read (facility, scan_id, since) values (1, ${long}::uuid, now())`.execute(ctx.db)
    await sql`delete from scan_page where scan_id = ${long}::uuid and page > 9`.execute(ctx.db)
    const slow = () => ({
      read: async (number: number) => {
        await setTimeout(30)
        return odd(number)
      },
      close: () => undefined,
    })
    const hurried = { open: slow, untilMs: 20 }
    for (const [read, waiting] of [
      [1, 2],
      [1, 1],
    ])
      assert.deepEqual(
        [await readScans(system(client), hurried), (await words(client, long)).waiting],
        [read, waiting],
      )
    await readScans(system(client), { open: told(odd) })
    const queue = await sql<{ n: number }>`select count(*)::int as n from scan_to_read`.execute(ctx.db)
    assert.equal(queue.rows[0]?.n, 0)
  }))

it('who may not see scans does not see their words', () =>
  withWholeApp(async (client) => {
    const { encounterId } = await givenArchivedRecord(client)
    await givenOfficeStaff(client)
    const id = await upload(client, encounterId, await scanned(await printedPage('TRANG', ['x'])))
    for (const permission of ['records.find', 'digitising.scan', 'patients.read']) {
      const as = { permissions: new Set([permission]) }
      assert.equal((await client.send('GET', `/api/scans/${id}/words`, { as })).status, 403, permission)
    }
    const none = await client.send('GET', `/api/scans/00000000-0000-4000-8000-000000000000/words`, { as: officer })
    assert.equal(none.status, 404)
  }))

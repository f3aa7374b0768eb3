import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DocumentReference } from '@medplum/fhirtypes'
import sharp from 'sharp'
import { uuidv7 } from '#kernel/ids.ts'
import { pageCount } from '#platform/pdf/stamp.ts'
import { readResource } from '#store/read.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { director, givenOfficeStaff, officer } from '#tests/support/office-staff.ts'
import { pdfTexts } from '#tests/support/pdf-text.ts'
import { done, givenArchivedRecord } from '#tests/support/record.ts'
import type { TestClient } from '#tests/support/server.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'
import type { RecordDetail } from '../records/contract.ts'
import type { ScanView } from './contract.ts'

const code = (answer: { body: unknown }) => (answer.body as { code?: string }).code
const octets = { 'content-type': 'application/octet-stream' }
const picture = (background = '#e8e4d8') =>
  sharp({ create: { width: 800, height: 1100, channels: 3, background } })
    .jpeg()
    .toBuffer()

const post = (client: TestClient, as: object, path: string, body?: unknown) =>
  client.send('POST', `/api${path}`, { as, ...(body === undefined ? {} : { body }) })

describe('digitising', () => {
  it('puts a scan into the archived record once a second person has compared it, marked and sealed', () =>
    withWholeApp(async (client) => {
      const { encounterId, patientId } = await givenArchivedRecord(client)
      await givenOfficeStaff(client)
      const sent = await client.send('POST', `/api/scans?encounter=${encounterId}&name=to-1.jpg`, {
        as: officer,
        body: await picture(),
        headers: octets,
      })
      const { id } = sent.body as { id: string }
      assert.ok(id, sent.text)
      const faithful = { faithful: true, note: '' }
      assert.equal(code(await post(client, director, `/scans/${id}/check`, faithful)), 'digitising.notIndexed')
      const index = { title: 'Giấy chuyển tuyến cũ', form: '', datedOn: '2019-05-02' }
      assert.equal((await post(client, officer, `/scans/${id}/index`, index)).status, 204)
      assert.equal(code(await post(client, officer, `/scans/${id}/check`, faithful)), 'digitising.secondPerson')
      const checked = await post(client, director, `/scans/${id}/check`, faithful)
      const { documentId } = checked.body as { documentId: string }
      assert.ok(documentId, checked.text)
      assert.equal(code(await post(client, director, `/scans/${id}/check`, faithful)), 'digitising.notWaiting')

      const paper = await readResource<DocumentReference>(
        contextOf(client.services),
        'DocumentReference',
        documentId,
      )
      assert.deepEqual([paper.docStatus, paper.description], ['final', 'Bản số hóa: Giấy chuyển tuyến cũ'])
      const pdf = (await client.send('GET', `/api/documents/${documentId}/pdf`)).body as Buffer
      assert.equal(pageCount(pdf), 2)
      const texts = await pdfTexts(pdf)
      for (const text of texts)
        for (const part of ['Bản số hóa chuyển đổi từ văn bản giấy', officer.name ?? '', director.name ?? ''])
          assert.ok(text.includes(part), part)
      const verdict = await client.send('POST', '/api/records/verify', { body: pdf, headers: octets })
      assert.equal((verdict.body as { ok: boolean }).ok, true, verdict.text)
      const detail = await done<RecordDetail>(client, 'GET', `/records/${encounterId}`)
      assert.ok(detail.papers.some((one) => one.id === documentId && one.signed))
      const trail = await done<{ rows: { detail: { step: string } }[] }>(
        client,
        'GET',
        `/audit?patient=${patientId}&action=digitise`,
      )
      assert.deepEqual(
        trail.rows.map((row) => row.detail.step),
        ['sealed', 'indexed', 'uploaded'],
      )
    }))

  it('takes in once what was sent twice because its answer was lost', () =>
    withWholeApp(async (client) => {
      const { encounterId } = await givenArchivedRecord(client)
      await givenOfficeStaff(client)
      const [url, body] = [`/api/scans?encounter=${encounterId}&name=to-1.jpg`, await picture()]
      const send = (given: Buffer, commandId: string) =>
        client.send('POST', url, {
          as: officer,
          body: given,
          headers: { ...octets, 'x-command-id': commandId },
        })
      const act = uuidv7()
      const [first, second] = [await send(body, act), await send(body, act)]
      assert.deepEqual(second.body, first.body)
      assert.equal(code(await send(await picture('#101010'), act)), 'common.commandIdReused')
      const { body: listed } = await client.send('GET', `/api/scans?encounter=${encounterId}`, { as: officer })
      assert.equal((listed as { rows: unknown[] }).rows.length, 1)
    }))

  it('keeps what a second person rejects out of the record, with the reason', () =>
    withWholeApp(async (client) => {
      const { encounterId } = await givenArchivedRecord(client)
      await givenOfficeStaff(client)
      const upload = (body: Buffer) =>
        client.send('POST', `/api/scans?encounter=${encounterId}&name=x`, { as: officer, body, headers: octets })
      assert.equal(code(await upload(Buffer.from('MZ not a scan'))), 'upload.kind')
      const { id } = (await upload(await picture())).body as { id: string }
      await post(client, officer, `/scans/${id}/index`, { title: 'Tờ điều trị', datedOn: '2019-05-02' })
      assert.equal(
        code(await post(client, director, `/scans/${id}/check`, { faithful: false, note: '' })),
        'digitising.noteMissing',
      )
      const before = await done<RecordDetail>(client, 'GET', `/records/${encounterId}`)
      const rejected = await post(client, director, `/scans/${id}/check`, {
        faithful: false,
        note: 'Mất góc trang',
      })
      assert.equal(rejected.status, 200, rejected.text)
      const after = await done<RecordDetail>(client, 'GET', `/records/${encounterId}`)
      assert.equal(after.papers.length, before.papers.length)
      const { rows } = await done<{ rows: ScanView[] }>(client, 'GET', `/scans?encounter=${encounterId}`)
      assert.deepEqual(
        [rows[0]?.state, rows[0]?.note, rows[0]?.documentId],
        ['rejected', 'Mất góc trang', undefined],
      )
    }))
})

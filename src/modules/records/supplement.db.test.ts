import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DocumentReference } from '@medplum/fhirtypes'
import { ext } from '#fhir/systems.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { listRecordMembers } from '#store/record-members.ts'
import { contextOf } from '#tests/support/laboratory.ts'
import { pdfTexts } from '#tests/support/pdf-text.ts'
import { done, givenArchivedRecord, givenSignedVisit, signAll } from '#tests/support/record.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'

const late = {
  title: 'Kết quả giải phẫu bệnh về muộn',
  text: 'Mô viêm mạn tính, không thấy tế bào ác tính.',
  reason: 'Kết quả về sau ngày lưu trữ',
}

describe('a supplement', () => {
  it('is signed and stands in the archived record; nothing else of it changes', () =>
    withWholeApp(async (client) => {
      const { encounterId } = await givenArchivedRecord(client)
      const ctx = contextOf(client.services)
      const hashes = async () =>
        new Map(
          (await listRecordMembers(ctx, encounterId)).map((one) => [
            `${one.type}/${one.id}`,
            one.hash.toString('hex'),
          ]),
        )
      const before = await hashes()
      const { id } = await done<{ id: string }>(client, 'POST', `/records/${encounterId}/supplements`, late)
      await signAll(client, encounterId)
      const paper = await readResource<DocumentReference>(ctx, 'DocumentReference', id)
      assert.deepEqual([paper.status, paper.docStatus], ['current', 'final'])
      const pdf = await client.send('GET', `/api/documents/${id}/pdf`)
      const text = (await pdfTexts(pdf.body as Buffer)).join(' ')
      for (const part of [late.title, late.text, late.reason]) assert.ok(text.includes(part), part)
      const verdict = await client.send('POST', '/api/records/verify', {
        body: pdf.body,
        headers: { 'content-type': 'application/octet-stream' },
      })
      assert.equal((verdict.body as { ok: boolean }).ok, true, verdict.text)
      const after = await hashes()
      for (const [key, hash] of before) assert.equal(after.get(key), hash, key)
      assert.equal(after.size, before.size + 2, 'the paper and its signature')
    }))

  it('is no way into a record that is not archived, and no mark that others can give', () =>
    withWholeApp(async (client) => {
      const { encounterId, papers } = await givenSignedVisit(client)
      const answer = await client.send('POST', `/api/records/${encounterId}/supplements`, { body: late })
      assert.equal((answer.body as { code: string }).code, 'records.notArchived')
      const ctx = contextOf(client.services)
      const paper = await readResource<DocumentReference & { id: string }>(
        ctx,
        'DocumentReference',
        papers[0]?.id ?? '',
      )
      const { id: _, meta: __, ...rest } = paper
      const forged = { ...rest, extension: [{ url: ext.supplement, valueString: 'tự đặt' }] }
      await assert.rejects(commit(ctx, [{ kind: 'create', resource: forged }]), { code: 'records.supplementMark' })
    }))
})

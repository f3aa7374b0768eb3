import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Encounter } from '@medplum/fhirtypes'
import { unzipSync } from 'fflate'
import { ext, sid } from '#fhir/systems.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { contextOf, givenVisit } from '#tests/support/laboratory.ts'
import { concludeVisit, done, givenSignedVisit } from '#tests/support/record.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'
import type { AuditPage } from '../audit/contract.ts'
import type { RecordDetail, RecordPage, RecordStatus, UploadVerdict } from './contract.ts'

const code = (answer: { body: unknown }) => (answer.body as { code?: string }).code

describe('a record', () => {
  it('goes from the signed visit to the archive, is found, shown and taken out whole', () =>
    withWholeApp(async (client) => {
      const visit = await givenSignedVisit(client)
      const at = `/records/${visit.encounterId}`
      const open = await done<RecordStatus>(client, 'GET', `${at}/completeness`)
      assert.deepEqual(
        open.needs.filter((need) => !need.ok).map((need) => need.item),
        [],
      )
      assert.deepEqual([open.state, open.concluded, open.retention?.until], ['open', true, '2036-12-31'])
      await done(client, 'POST', `${at}/finish`)
      const office = await done<RecordPage>(client, 'GET', '/records?state=finished')
      assert.deepEqual(
        office.rows.map((row) => [row.id, row.dueOn, row.missing.length, row.needed]),
        [[visit.encounterId, '2026-11-26', 0, 5]],
      )
      for (const step of ['complete', 'submit', 'accept']) await done(client, 'POST', `${at}/${step}`)
      const archived = await done<{ archiveNumber: string; keptUntil: string }>(client, 'POST', `${at}/archive`)
      assert.deepEqual(archived, { archiveNumber: 'LT26/000001', keptUntil: '2036-12-31' })

      for (const q of ['man', 'LÊ THỊ', 'lt26/000001', 'i10', 'nguoi thu']) {
        const page = await done<RecordPage>(client, 'GET', `/records?state=archived&q=${encodeURIComponent(q)}`)
        assert.deepEqual(
          page.rows.map((row) => row.id),
          [visit.encounterId],
          q,
        )
      }
      assert.deepEqual((await done<RecordPage>(client, 'GET', '/records?q=khong%20ai')).rows, [])
      const detail = await done<RecordDetail>(client, 'GET', at)
      assert.deepEqual(
        [detail.papers.length, detail.papers.every((paper) => paper.signed), detail.results.length],
        [2, true, 1],
      )
      assert.deepEqual(
        detail.status.events.map((event) => event.state),
        ['finished', 'completed', 'submitted', 'accepted', 'archived'],
      )
      assert.ok(detail.timeline.some((entry) => entry.kind === 'signature'))

      const file = await client.send('GET', `/api${at}/export`)
      const entries = unzipSync(file.body as Buffer)
      const bundle = JSON.parse(Buffer.from(entries['record.fhir.json'] ?? []).toString()) as {
        type: string
        entry: { resource: { resourceType: string } }[]
      }
      assert.deepEqual(
        [
          bundle.type,
          bundle.entry[0]?.resource.resourceType,
          Object.keys(entries).filter((name) => name.startsWith('papers/')).length,
        ],
        ['document', 'Composition', 2],
      )
      const check = (bytes: Buffer) =>
        client.send('POST', '/api/records/verify', {
          body: bytes,
          headers: { 'content-type': 'application/octet-stream' },
        })
      const whole = (await check(file.body as Buffer)).body as UploadVerdict
      assert.deepEqual([whole.kind, whole.ok], ['record', true], whole.lines.join('\n'))
      const changed = Buffer.from(file.body as Buffer)
      const middle = changed.indexOf('%PDF-') + 2000
      changed[middle] = (changed[middle] ?? 0) ^ 1
      assert.equal(((await check(changed)).body as UploadVerdict).ok, false)
      const trail = await done<AuditPage>(client, 'GET', `/audit?patient=${visit.patientId}&action=export,view`)
      assert.deepEqual(
        [trail.rows[0]?.action, trail.rows.some((row) => row.detail['kind'] === 'record')],
        ['export', true],
      )
    }))

  it('says what is missing, and is neither finished nor completed without it', () =>
    withWholeApp(async (client) => {
      const ctx = contextOf(client.services)
      const visit = await givenVisit(ctx)
      const at = `/api/records/${visit.encounterId}`
      assert.equal((await done<RecordStatus>(client, 'GET', `${at.slice(4)}/completeness`)).concluded, false)
      assert.equal(code(await client.send('POST', `${at}/finish`)), 'records.notConcluded')
      await concludeVisit(ctx, visit)
      assert.equal((await client.send('POST', `${at}/finish`)).status, 204)
      assert.equal(code(await client.send('POST', `${at}/complete`)), 'records.incomplete')
      assert.equal(code(await client.send('POST', `${at}/archive`)), 'records.badTransition')
      const status = (await client.send('GET', `${at}/completeness`)).body as RecordStatus
      assert.deepEqual(
        status.needs.filter((need) => !need.ok).map((need) => `${need.item} ${need.text}`),
        ['record-paper paperAbsent'],
      )
      const encounter = await readResource<Encounter>(ctx, 'Encounter', visit.encounterId)
      assert.deepEqual([encounter.status, encounter.period?.end], ['finished', '2026-11-23T10:42:00+07:00'])
    }))

  it('does not change its state by any other way', () =>
    withWholeApp(async (client) => {
      const ctx = contextOf(client.services)
      const visit = await givenVisit(ctx)
      const encounter = await readResource<Encounter & { id: string }>(ctx, 'Encounter', visit.encounterId)
      const withCode = (valueCode: string) => ({ ...encounter, extension: [{ url: ext.recordState, valueCode }] })
      await assert.rejects(commit(ctx, [{ kind: 'update', resource: withCode('archived') }]), {
        code: 'records.badTransition',
      })
      await assert.rejects(commit(ctx, [{ kind: 'update', resource: withCode('finished') }]), {
        code: 'records.eventMissing',
      })
      await assert.rejects(
        commit(ctx, [
          { kind: 'update', resource: { ...encounter, identifier: [{ system: sid.record, value: '26/999999' }] } },
        ]),
        { code: 'records.numberIsFixed' },
      )
    }))

  it('gives archive numbers without doubles when two archive at once', () =>
    withWholeApp(async (client) => {
      const visits = [await givenSignedVisit(client), await givenSignedVisit(client)]
      for (const visit of visits)
        for (const step of ['finish', 'complete', 'submit', 'accept'])
          await done(client, 'POST', `/records/${visit.encounterId}/${step}`)
      const numbers = await Promise.all(
        visits.map((visit) =>
          done<{ archiveNumber: string }>(client, 'POST', `/records/${visit.encounterId}/archive`),
        ),
      )
      assert.deepEqual(numbers.map((one) => one.archiveNumber).sort(), ['LT26/000001', 'LT26/000002'])
      const twice = await Promise.all(
        [1, 2].map(() => client.send('POST', `/api/records/${visits[0]?.encounterId}/archive`)),
      )
      assert.deepEqual(
        twice.map((one) => one.status),
        [422, 422],
      )
    }))

  it('is read, found and exported by three different rights', () =>
    withWholeApp(async (client) => {
      const visit = await givenVisit(contextOf(client.services))
      const reader = { permissions: new Set(['records.read']) }
      const get = (path: string) => client.send('GET', path, { as: reader })
      const statuses = [
        await get(`/api/records/${visit.encounterId}`),
        await get('/api/records'),
        await get(`/api/records/${visit.encounterId}/export`),
        await get('/api/audit'),
      ]
      assert.deepEqual(
        statuses.map((one) => one.status),
        [200, 403, 403, 403],
      )
    }))

  it('answers hostile questions without a fault', () =>
    withWholeApp(async (client) => {
      await givenVisit(contextOf(client.services))
      const hostile = [
        'from=2026-02-30',
        'to=0000-00-00',
        'q=%25_%5C',
        "q=' or 1=1 --",
        'cursor=AAAA',
        'state=all',
        'count=-1',
        `q=${'ệ'.repeat(100)}`,
        'q=%00',
      ]
      for (const query of hostile)
        assert.ok((await client.send('GET', `/api/records?${encodeURI(query)}`)).status < 500, query)
    }))
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DiagnosticReport, Observation, ServiceRequest, Specimen } from '@medplum/fhirtypes'
import { documents } from '#modules/documents/index.ts'
import { commit } from '#store/commit.ts'
import { readCurrent, readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { contextOf, givenOrders, givenVisit } from '#tests/support/laboratory.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import type { EnterOutcome, Flowsheet, ReleaseOutcome, RequisitionView, Worklist } from './contract.ts'
import { laboratory } from './index.ts'

const modules = [laboratory, documents]
const base = '/api/laboratory'

function desk(client: TestClient) {
  const post = async <T>(path: string, body?: unknown) => {
    const answer = await client.send('POST', `${base}${path}`, body === undefined ? {} : { body })
    return { ...answer, body: answer.body as T & { code?: string } }
  }
  const get = async <T>(path: string) => (await client.send('GET', `${base}${path}`)).body as T
  return {
    post,
    get,
    view: (requisition: string) => get<RequisitionView>(`/requisitions/${requisition}`),
    /** Takes and receives everything of a requisition. */
    async sample(requisition: string) {
      const { body } = await post<{ tubes: { accession: string }[] }>(`/requisitions/${requisition}/collect`, {})
      for (const tube of body.tubes) await post('/receive', { accession: tube.accession })
      return body.tubes
    },
    enter: (
      requisition: string,
      results: { requestId: string; test: string; value: string; version?: number }[],
    ) => post<EnterOutcome>(`/requisitions/${requisition}/results`, { results }),
  }
}

describe('the laboratory', () => {
  it('takes an order from tube to released report', () =>
    withServer(modules, async (client) => {
      const ctx = contextOf(client.services)
      const lab = desk(client)
      const visit = await givenVisit(ctx)
      const { requisition, ids } = await givenOrders(ctx, visit, ['ELEC', 'GLU', 'RENAL'])
      const [elec = '', glu = '', renal = ''] = ids

      const waiting = await lab.get<Worklist>('/worklist?state=ordered&q=man%20le')
      assert.deepEqual(
        waiting.rows.map((row) => [row.requisition, row.patient.name, row.tests.length]),
        [[requisition, 'Lê Thị Mận', 3]],
      )

      const tubes = await lab.sample(requisition)
      assert.deepEqual(
        tubes.map((tube) => tube.accession),
        ['2611230001', '2611230002'],
      )
      const labels = (await client.send('GET', `${base}/requisitions/${requisition}/labels`)).text
      assert.match(labels, /LÊ THỊ MẬN/)
      assert.equal(labels.match(/<svg/g)?.length, 2)

      const entered = await lab.enter(requisition, [
        { requestId: elec, test: 'NA', value: '132' },
        { requestId: elec, test: 'K', value: '7,0' },
        { requestId: elec, test: 'CL', value: '100' },
        { requestId: glu, test: 'GLU', value: '6.10' },
        { requestId: renal, test: 'UREA', value: '29,7' },
        { requestId: renal, test: 'CREA', value: '180' },
      ])
      assert.deepEqual([entered.body.saved, entered.body.conflicts, entered.body.refused], [6, [], []])
      const view = await lab.view(requisition)
      const row = (test: string) => view.rows.find((one) => one.test === test)
      assert.deepEqual([row('K')?.result?.value, row('K')?.result?.flag], ['7.0', 'HH'])
      assert.deepEqual(
        [row('GLU')?.result?.value, row('EGFR')?.result?.value, row('EGFR')?.calculated],
        ['6.10', '28', 'CKD-EPI 2021'],
      )
      const potassium = row('K')?.result?.id ?? ''
      assert.match((await readCurrent(ctx, 'Observation', potassium)).content.toString(), /"value":7\.0,/)

      assert.equal(
        (await lab.post(`/requisitions/${requisition}/release`)).body.code,
        'laboratory.nothingToRelease',
      )
      await lab.post(`/requisitions/${requisition}/validate`)
      const first = (await lab.post<ReleaseOutcome>(`/requisitions/${requisition}/release`)).body
      assert.deepEqual([first.released, first.held], [6, [{ test: 'Kali', reason: 'criticalNotCalled' }]])
      assert.equal(
        (await readResource<DiagnosticReport>(ctx, 'DiagnosticReport', first.reportId ?? '')).status,
        'partial',
      )

      assert.equal(
        (
          await lab.post(`/results/${potassium}/call`, {
            calledAt: '2026-11-23T10:33:00+07:00',
            toWhom: 'ĐD Ngọc',
            readBack: false,
          })
        ).status,
        400,
      )
      assert.equal(
        (
          await lab.post(`/results/${potassium}/call`, {
            calledAt: '2026-11-23T10:33:00+07:00',
            toWhom: 'ĐD Ngọc',
            readBack: true,
          })
        ).status,
        204,
      )
      const second = (await lab.post<ReleaseOutcome>(`/requisitions/${requisition}/release`)).body
      assert.deepEqual([second.released, second.held], [1, []])
      assert.ok(second.documentId)

      const report = await readResource<DiagnosticReport>(ctx, 'DiagnosticReport', second.reportId ?? '')
      assert.deepEqual([report.status, report.result?.length, second.reportId], ['final', 7, first.reportId])
      for (const id of ids)
        assert.equal((await readResource<ServiceRequest>(ctx, 'ServiceRequest', id)).status, 'completed')

      const sheet = await lab.get<Flowsheet>(`/flowsheet?patient=${visit.patientId}`)
      assert.deepEqual(
        sheet.groups.flatMap((group) => group.tests.map((test) => test.code)),
        ['GLU', 'UREA', 'CREA', 'EGFR', 'NA', 'K', 'CL'],
      )
      assert.deepEqual(
        sheet.criticals.map((one) => [one.test, one.value, one.call?.toWhom]),
        [['Kali', '7.0', 'ĐD Ngọc']],
      )
      const confirmed = await lab.post(`/results/${potassium}/confirm`, {})
      assert.equal(confirmed.status, 204, confirmed.text)
      assert.deepEqual((await lab.get<Flowsheet>(`/flowsheet?patient=${visit.patientId}`)).criticals, [])
    }))

  it('keeps what it can, and hands back what two technicians typed at once', () =>
    withServer(modules, async (client) => {
      const ctx = contextOf(client.services)
      const lab = desk(client)
      const { requisition, ids } = await givenOrders(ctx, await givenVisit(ctx), ['ELEC'])
      const [request = ''] = ids
      await lab.sample(requisition)
      const both = await Promise.all([
        lab.enter(requisition, [
          { requestId: request, test: 'K', value: '4.1' },
          { requestId: request, test: 'NA', value: '140' },
        ]),
        lab.enter(requisition, [
          { requestId: request, test: 'K', value: '4.7' },
          { requestId: request, test: 'CL', value: '101' },
        ]),
      ])
      const conflicts = both.flatMap((one) => one.body.conflicts)
      assert.equal(
        both.reduce((sum, one) => sum + one.body.saved, 0),
        3,
      )
      assert.equal(conflicts.length, 1)
      assert.deepEqual(new Set([conflicts[0]?.typed, conflicts[0]?.theirs]), new Set(['4.1', '4.7']))
      const version = conflicts[0]?.version ?? 0
      const decided = await lab.enter(requisition, [{ requestId: request, test: 'K', value: '4.7', version }])
      assert.deepEqual(decided.body.conflicts, [])
    }))

  it('refuses hostile values one by one and stores none of them', () =>
    withServer(modules, async (client) => {
      const ctx = contextOf(client.services)
      const lab = desk(client)
      const { requisition, ids } = await givenOrders(ctx, await givenVisit(ctx), ['ELEC', 'SMEAR', 'HBSAG'])
      const [elec = '', smear = '', hbsag = ''] = ids
      await lab.sample(requisition)
      const answer = await lab.enter(requisition, [
        { requestId: elec, test: 'NA', value: '1e400' },
        { requestId: elec, test: 'K', value: 'NaN' },
        { requestId: smear, test: 'SMEAR', value: 'a'.repeat(10_240) },
        { requestId: hbsag, test: 'HBSAG', value: 'có lẽ' },
        { requestId: elec, test: 'CL', value: '101' },
      ])
      assert.deepEqual(
        answer.body.refused.map((one) => `${one.test} ${one.reason}`),
        ['NA notNumber', 'K notNumber', 'SMEAR tooLong', 'HBSAG notChoice'],
      )
      assert.equal(answer.body.saved, 1)
      assert.equal(
        (await lab.enter(requisition, [{ requestId: elec, test: 'GLU', value: '1' }])).body.code,
        'laboratory.testUnknown',
      )
    }))

  it('asks for a new collection when a tube is refused, and takes back what was typed of it', () =>
    withServer(modules, async (client) => {
      const ctx = contextOf(client.services)
      const lab = desk(client)
      const { requisition, ids } = await givenOrders(ctx, await givenVisit(ctx), ['CBC', 'GLU'])
      const [cbc = ''] = ids
      await lab.sample(requisition)
      await lab.enter(requisition, [{ requestId: cbc, test: 'HGB', value: '120' }])
      const tube = (await lab.view(requisition)).tubes.find((one) => one.kind === 'EDTA')
      assert.equal(
        (await lab.post(`/specimens/${tube?.specimenId}/reject`, { reason: 'nonsense' })).body.code,
        'laboratory.reasonUnknown',
      )
      await lab.post(`/specimens/${tube?.specimenId}/reject`, { reason: 'clotted', note: 'Cục máu đông' })
      const after = await lab.view(requisition)
      assert.deepEqual(after.tubes.map((one) => `${one.kind} ${one.status}`).sort(), [
        'EDTA planned',
        'EDTA rejected',
        'FLUORIDE received',
      ])
      assert.equal(after.rows.find((row) => row.test === 'HGB')?.result, undefined)
      const again = await lab.sample(requisition)
      assert.equal(again.length, 1)
      const specimens = await searchResources<Specimen>(ctx, 'Specimen', { accession: again[0]?.accession ?? '' })
      assert.equal(specimens[0]?.status, 'available')
    }))

  it('amends a released result with its reason and keeps the old one to be seen', () =>
    withServer(modules, async (client) => {
      const ctx = contextOf(client.services)
      const lab = desk(client)
      const { requisition, ids } = await givenOrders(ctx, await givenVisit(ctx), ['GLU'])
      await lab.sample(requisition)
      await lab.enter(requisition, [{ requestId: ids[0] ?? '', test: 'GLU', value: '5.5' }])
      await lab.post(`/requisitions/${requisition}/validate`)
      await lab.post(`/requisitions/${requisition}/release`)
      const result = (await lab.view(requisition)).rows[0]?.result
      const stored = await readResource<Observation & { id: string }>(ctx, 'Observation', result?.id ?? '')
      const replaced = commit(ctx, [
        { kind: 'update', resource: { ...stored, valueQuantity: { ...stored.valueQuantity, value: 9 } } },
      ])
      await assert.rejects(replaced, { code: 'laboratory.releasedIsFinal' })
      await assert.rejects(commit(ctx, [{ kind: 'delete', type: 'Observation', id: stored.id }]), {
        code: 'laboratory.releasedIsFinal',
      })
      const amend = (value: string, version = result?.version) =>
        lab.post(`/results/${stored.id}/amend`, { value, reason: 'Nhầm ống của người bệnh khác', version })
      assert.equal((await amend('5.5')).body.code, 'laboratory.sameValue')
      assert.equal((await amend('6.4', 1)).body.code, 'laboratory.changedMeanwhile')
      assert.equal((await amend('6.4')).status, 200)
      const after = (await lab.view(requisition)).rows[0]?.result
      assert.deepEqual(
        [after?.value, after?.status, after?.amendReason, after?.earlier.map((one) => one.value)],
        ['6.4', 'amended', 'Nhầm ống của người bệnh khác', ['5.5']],
      )
      assert.equal((await searchResources<DiagnosticReport>(ctx, 'DiagnosticReport', {}))[0]?.status, 'amended')
    }))

  it('releases once, however many press the button', () =>
    withServer(modules, async (client) => {
      const ctx = contextOf(client.services)
      const lab = desk(client)
      const { requisition, ids } = await givenOrders(ctx, await givenVisit(ctx), ['GLU'])
      await lab.sample(requisition)
      await lab.enter(requisition, [{ requestId: ids[0] ?? '', test: 'GLU', value: '5.5' }])
      await lab.post(`/requisitions/${requisition}/validate`)
      const answers = await Promise.all([1, 2, 3].map(() => lab.post(`/requisitions/${requisition}/release`)))
      assert.deepEqual(answers.map((one) => one.status).sort(), [200, 422, 422], answers[0]?.text)
      assert.equal((await searchResources<DiagnosticReport>(ctx, 'DiagnosticReport', {})).length, 1)
    }))

  it('numbers tubes without gaps or doubles when many collect at once', () =>
    withServer(modules, async (client) => {
      const ctx = contextOf(client.services)
      const lab = desk(client)
      const visit = await givenVisit(ctx)
      const requisitions = []
      for (let n = 0; n < 5; n++) requisitions.push((await givenOrders(ctx, visit, ['CBC'])).requisition)
      const tubes = (await Promise.all(requisitions.map((one) => lab.sample(one)))).flat()
      assert.deepEqual(
        tubes.map((tube) => tube.accession).sort(),
        [1, 2, 3, 4, 5].map((n) => `261123000${n}`),
      )
    }))

  it('asks for the permission of each step', () =>
    withServer(modules, async (client) => {
      for (const [method, path] of [
        ['GET', '/worklist'],
        ['GET', '/requisitions/x'],
        ['GET', '/flowsheet?patient=x'],
        ['POST', '/requisitions/x/collect'],
        ['POST', '/receive'],
        ['POST', '/requisitions/x/results'],
        ['POST', '/requisitions/x/validate'],
        ['POST', '/requisitions/x/release'],
        ['POST', '/results/x/amend'],
      ] as const) {
        const answer = await client.send(method, `${base}${path}`, {
          as: { permissions: new Set(['patients.read']) },
          ...(method === 'POST' ? { body: {} } : {}),
        })
        assert.equal(answer.status, 403, path)
      }
    }))
})

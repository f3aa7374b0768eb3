import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Encounter, MedicationRequest } from '@medplum/fhirtypes'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { issue, line, put, withVisit } from '#tests/support/prescription.ts'
import { systemContext } from '#tests/support/visit.ts'
import type { PrescriptionView, PreviousView } from './contract.ts'
import { prescriptions } from './index.ts'

describe('an issued prescription', () => {
  it('can not be changed from any channel', () =>
    withVisit(async (setting) => {
      await put(setting, [line('PARACETAMOL-500')])
      await issue(setting)
      const ctx = { ...systemContext(setting.client.services), guards: prescriptions.guards ?? [] }
      const [request] = await searchResources<MedicationRequest>(ctx, 'MedicationRequest', {
        encounter: setting.encounterId,
      })
      assert.ok(request?.id)
      const id = request.id
      const refused = { code: 'prescriptions.issuedIsFinal' }
      await assert.rejects(
        commit(ctx, [{ kind: 'update', resource: { ...request, id, note: [{ text: 'khác' }] } }]),
        refused,
      )
      await assert.rejects(
        commit(ctx, [{ kind: 'update', resource: { ...request, id, status: 'draft' } }]),
        refused,
      )
      await assert.rejects(commit(ctx, [{ kind: 'delete', type: 'MedicationRequest', id }]), refused)
      await commit(ctx, [{ kind: 'update', resource: { ...request, id, status: 'completed' } }])
    }))

  it('is replaced by a new code that names it', () =>
    withVisit(async (setting) => {
      await put(setting, [line('PARACETAMOL-500')])
      const first = ((await issue(setting)).body as PrescriptionView).issued[0]?.code ?? ''
      const begun = await setting.client.send('POST', `${setting.at}/replace`, {
        body: { code: first, reason: 'Người bệnh không uống được viên' },
      })
      assert.equal(begun.status, 200, begun.text)
      const draft = begun.body as PrescriptionView
      assert.deepEqual([draft.replaces, draft.lines.length, draft.alerts], [[first], 1, []])
      await put(setting, [{ ...line('PARACETAMOL-250G'), id: draft.lines[0]?.id ?? '' }])
      const { issued } = (await issue(setting)).body as PrescriptionView
      assert.deepEqual(issued.map((one) => [one.state, one.replaces]).sort(), [
        ['active', first],
        ['replaced', undefined],
      ])
    }))

  it('is offered to be copied at the next visit, and a renewal is only noted', () =>
    withVisit(async (setting) => {
      await put(setting, [line('PARACETAMOL-500')])
      await issue(setting)
      const ctx = systemContext(setting.client.services)
      const old = await readResource<Encounter>(ctx, 'Encounter', setting.encounterId)
      const id = ctx.newId()
      await commit(
        ctx,
        [{ kind: 'create', id, resource: { ...old, id, identifier: [] as never } }].map(
          ({ resource, ...rest }) => {
            const { identifier: _i, meta: _m, ...encounter } = resource
            return { ...rest, kind: 'create' as const, resource: encounter }
          },
        ),
      )
      const next = { ...setting, encounterId: id, at: `/api/encounters/${id}/prescription` }
      const previous = (await setting.client.send('GET', `${next.at}/previous`)).body as PreviousView
      assert.deepEqual(
        previous.lines.map((one) => one.drugCode),
        ['PARACETAMOL-500'],
      )
      const { lines, alerts } = (await put(next, [line('PARACETAMOL-500')])).body as PrescriptionView
      assert.deepEqual([lines[0]?.since, alerts.map((one) => one.reason)], ['kept', ['duplicate.active']])
    }))
})

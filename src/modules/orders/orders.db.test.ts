import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Observation, ServiceRequest, Specimen } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { givenHospital, givenVisit, systemContext } from '#tests/support/visit.ts'
import type { CheckView, NewResultsView, OrdersView, PlacedView } from './contract.ts'
import { orders } from './index.ts'

function withVisit(
  work: (client: TestClient, at: string, visit: { patientId: string; encounterId: string }) => Promise<void>,
) {
  return withServer([orders], async (client) => {
    const ctx = systemContext(client.services)
    await givenHospital(ctx)
    const visit = await givenVisit(ctx)
    await work(client, `/api/encounters/${visit.encounterId}/orders`, visit)
  })
}
const code = (answer: { body: unknown }) => (answer.body as { code: string }).code
const place = (client: TestClient, at: string, tests: string[], more: object = {}) =>
  client.send('POST', at, { body: { tests, ...more } })
const read = async (client: TestClient, at: string) => (await client.send('GET', at)).body as OrdersView

async function release(client: TestClient, order: ServiceRequest, status: Observation['status'], flag = 'H') {
  const resource: Observation = {
    resourceType: 'Observation',
    id: `result-${order.id}`,
    status,
    category: [{ coding: [{ system: cs.observationCategory, code: 'laboratory' }] }],
    code: { coding: [{ system: cs.lab, code: 'GLU' }], text: 'Glucose' },
    subject: order.subject,
    encounter: order.encounter ?? {},
    basedOn: [{ reference: `ServiceRequest/${order.id}` }],
    issued: '2026-11-23T03:40:00Z',
    valueQuantity: { value: 8.1, unit: 'mmol/L' },
    interpretation: [{ coding: [{ system: cs.interpretation, code: flag }] }],
    referenceRange: [{ text: '3,9 – 6,4' }],
  }
  await commit(systemContext(client.services), [
    { kind: 'update', resource: { ...resource, id: resource.id ?? '' } },
  ])
}

describe('ordering', () => {
  it('makes one request per test under one number, with prices', () =>
    withVisit(async (client, at) => {
      const answer = await place(
        client,
        at,
        ['CBC', 'GLU', 'WBC', 'GLU'].filter((one) => one !== 'WBC'),
        { clinicalInfo: 'Chóng mặt', priority: 'urgent' },
      )
      assert.equal(answer.status, 200, answer.text)
      const { requisition, orders: view } = answer.body as PlacedView
      assert.equal(requisition, '261123-0001')
      assert.deepEqual(view.orders.map((one) => [one.code, one.state, one.urgent]).sort(), [
        ['CBC', 'ordered', true],
        ['GLU', 'ordered', true],
      ])
      assert.ok(view.total > 0)
      const request = await readResource<ServiceRequest>(
        systemContext(client.services),
        'ServiceRequest',
        view.orders[0]?.id ?? '',
      )
      assert.equal(request.reasonCode?.[0]?.text, 'Chóng mặt')
      const second = (await place(client, at, ['AST'])).body as PlacedView
      assert.equal(second.requisition, '261123-0002')
    }))

  it('warns of what is ordered today, and orders again on purpose', () =>
    withVisit(async (client, at) => {
      await place(client, at, ['GLU'])
      const check = await client.send('POST', `${at}/check`, { body: { tests: ['GLU', 'AST'] } })
      assert.deepEqual(
        (check.body as CheckView).duplicates.map((one) => one.code),
        ['GLU'],
      )
      assert.equal(code(await place(client, at, ['GLU', 'AST'])), 'orders.duplicate')
      assert.equal((await place(client, at, ['GLU', 'AST'], { again: ['GLU'] })).status, 200)
    }))

  it('takes no unknown test, no empty list and no reader without the right', () =>
    withVisit(async (client, at) => {
      assert.equal(code(await place(client, at, ['NOPE'])), 'orders.unknownTest')
      assert.equal((await place(client, at, [])).status, 400)
      assert.equal(
        (
          await client.send('POST', at, {
            body: { tests: ['GLU'] },
            as: { permissions: new Set(['orders.read']) },
          })
        ).status,
        403,
      )
      assert.equal(
        (await client.send('POST', '/api/encounters/none/orders', { body: { tests: ['GLU'] } })).status,
        404,
      )
    }))

  it('is taken back with a reason until blood is drawn', () =>
    withVisit(async (client, at, { patientId }) => {
      const { orders: placed } = ((await place(client, at, ['GLU', 'AST'])).body as PlacedView).orders
      const [a, b] = placed
      const back = await client.send('POST', `/api/orders/${a?.id}/cancel`, { body: { reason: 'Chỉ định nhầm' } })
      const cancelled = (back.body as OrdersView).orders.find((one) => one.id === a?.id)
      assert.deepEqual([cancelled?.state, cancelled?.cancelReason], ['cancelled', 'Chỉ định nhầm'])
      const specimen: Specimen = {
        resourceType: 'Specimen',
        status: 'available',
        subject: { reference: `Patient/${patientId}` },
        request: [{ reference: `ServiceRequest/${b?.id}` }],
        collection: { collectedDateTime: '2026-11-23T03:35:00Z' },
      }
      await commit(systemContext(client.services), [{ kind: 'create', resource: specimen }])
      assert.equal((await read(client, at)).orders.find((one) => one.id === b?.id)?.state, 'collected')
      assert.equal(
        code(await client.send('POST', `/api/orders/${b?.id}/cancel`, { body: { reason: 'Muộn' } })),
        'orders.tooLate',
      )
    }))
})

describe('results', () => {
  it('are hidden while preliminary, new when released, and new again when corrected', () =>
    withVisit(async (client, at) => {
      const { orders: view } = (await place(client, at, ['GLU'])).body as PlacedView
      const order = await readResource<ServiceRequest>(
        systemContext(client.services),
        'ServiceRequest',
        view.orders[0]?.id ?? '',
      )
      await release(client, order, 'preliminary')
      assert.deepEqual(
        (await read(client, at)).orders.map((one) => [one.state, one.results.length]),
        [['entered', 0]],
      )
      await release(client, order, 'final')
      const released = await read(client, at)
      assert.deepEqual(
        released.orders[0]?.results.map((one) => [one.value, one.unit, one.range, one.flag]),
        [['8.1', 'mmol/L', '3,9 – 6,4', 'H']],
      )
      assert.equal(released.newResults, 1)
      const mine = (await client.send('GET', '/api/orders/new-results')).body as NewResultsView
      assert.deepEqual(
        mine.patients.map((one) => [one.count, one.critical, one.tests]),
        [[1, false, ['Glucose']]],
      )
      const results = [released.orders[0]?.results[0]?.id]
      assert.equal((await client.send('POST', '/api/orders/seen', { body: { results } })).status, 204)
      assert.equal((await read(client, at)).newResults, 0)
      assert.deepEqual(((await client.send('GET', '/api/orders/new-results')).body as NewResultsView).patients, [])
      await release(client, order, 'amended', 'HH')
      assert.equal((await read(client, at)).newResults, 1)
    }))
})

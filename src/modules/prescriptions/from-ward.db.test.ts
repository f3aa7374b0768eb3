import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Encounter, MedicationRequest } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import type { StayOrdersView } from '#modules/orders/index.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { drug, ordersAt, orderWard } from '#tests/support/order-ward.ts'
import { diagnose } from '#tests/support/prescription.ts'
import type { LineForm, PrescriptionView, PreviousView } from './contract.ts'

const { hospital, stay, send, get } = orderWard()

const formOf = (line: PreviousView['lines'][number]): LineForm => {
  const { id, drugCode, dose, timesADay, days, quantity, moments } = line
  return { id, drugCode, dose, timesADay, days, quantity, moments }
}

it('what the patient takes on the ward goes home with them: copied, checked, issued after they left, apart from its orders', async () => {
  const { ctx, client } = hospital()
  const patient = await stay()
  const { encounterId } = patient
  await diagnose(client, patient, 'I10')
  const twice = { dose: 1, schedule: { type: 'hours', at: ['08:00', '20:00'] } }
  const placed = await send(ordersAt(patient), { lines: [drug('PARACETAMOL-500', twice)] })
  assert.equal(placed.status, 200, placed.text)
  const path = `/api/encounters/${encounterId}/prescription`
  assert.deepEqual((await get<PrescriptionView>(path)).lines, [], 'an order of the ward is no prescription')

  const { lines } = await get<PreviousView>(`${path}/previous`)
  assert.deepEqual(
    lines.map((one) => [one.drugCode, one.timesADay, one.moments, one.quantity]),
    [['PARACETAMOL-500', 2, ['MORN', 'EVE'], 14]],
  )
  const encounter = await readResource<Encounter & { id: string }>(ctx, 'Encounter', encounterId)
  await commit(ctx, [{ kind: 'update', resource: { ...encounter, status: 'finished' } }])
  const { basis } = await get<PrescriptionView>(path)
  const saved = await client.send('PUT', path, { body: { basis, lines: lines.map(formOf) } })
  assert.equal(saved.status, 200, saved.text)
  const draft = saved.body as PrescriptionView
  assert.ok(draft.editable)
  assert.ok(!draft.alerts.some(({ kind }) => kind === 'duplicate'), JSON.stringify(draft.alerts))

  const issued = await client.send('POST', `${path}/issue`, { body: { basis: draft.basis } })
  assert.equal(issued.status, 200, issued.text)
  assert.equal((issued.body as PrescriptionView).issued.length, 1)
  const all = await searchResources<MedicationRequest>(ctx, 'MedicationRequest', { encounter: encounterId })
  const home = all.filter(({ category }) =>
    category?.some(({ coding = [] }) =>
      coding.some(({ system, code }) => system === cs.medicationRequestCategory && code === 'discharge'),
    ),
  )
  assert.equal(home.length, 1)
  const { orders } = await get<StayOrdersView>(ordersAt(patient))
  assert.deepEqual(
    orders.map(({ id }) => id).filter((id) => id === home[0]?.id),
    [],
    'the prescription is no order of the ward',
  )
})

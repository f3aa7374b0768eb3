import assert from 'node:assert/strict'
import { it } from 'node:test'
import { drug, ordersAt, orderWard, service } from '#tests/support/order-ward.ts'

const { stay, place, send, orderOf } = orderWard()

it('an order that is not done when the patient leaves is kept or ended, each by one who says so', async () => {
  const patient = await stay()
  const [film, dressing, tablet] = [
    service('imaging', 'XQ-NGUC'),
    service('procedure', 'TT-THAYBANG'),
    drug('PARACETAMOL-500'),
  ]
  assert.equal((await place(patient, [film, dressing, tablet])).status, 200)
  const change = (type: string, id: string, to: string) =>
    send(`${ordersAt(patient)}/${type}/${id}/change`, { to, reason: 'Ra viện' })
  assert.equal((await change('ServiceRequest', film.id, 'keep')).status, 200)
  assert.equal((await change('ServiceRequest', dressing.id, 'stop')).status, 200)
  const kept = await orderOf(patient, film.id)
  assert.deepEqual([kept?.state, kept?.events.map(({ state }) => state)], ['active', ['kept']])
  assert.equal((await orderOf(patient, dressing.id))?.state, 'stopped')
  assert.equal((await change('ServiceRequest', dressing.id, 'keep')).status, 409, 'what is ended is not kept')
})

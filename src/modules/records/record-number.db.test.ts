import assert from 'node:assert/strict'
import { it } from 'node:test'
import { sid } from '#fhir/systems.ts'
import { codeOf, withFhir } from '#tests/support/fhir.ts'
import { guards } from './guards.ts'

const visit = (id: string, number: string) => ({
  resourceType: 'Encounter',
  id,
  identifier: [{ system: sid.record, value: number }],
  status: 'in-progress',
  class: { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' },
  subject: { reference: 'Patient/p' },
})

it('refuses a number of a record that another has, and only that', () =>
  withFhir(
    async (send) => {
      await send('PUT', '/Patient/p', { resourceType: 'Patient', id: 'p' })
      assert.equal((await send('PUT', '/Encounter/a', visit('a', '26/000001'))).status, 201)
      const again = await send('PUT', '/Encounter/b', visit('b', '26/000001'))
      assert.deepEqual([again.status, codeOf(again)], [409, 'records.numberTaken'])
      assert.equal((await send('GET', '/Encounter/b')).status, 404)
      const ids = ['c', 'd', 'e', 'f', 'g', 'h']
      const all = await Promise.all(ids.map((id) => send('PUT', `/Encounter/${id}`, visit(id, '26/000002'))))
      const told = all.map((one) => (one.status === 201 ? 'made' : codeOf(one))).sort()
      assert.deepEqual(told, ['made', ...Array.from({ length: 5 }, () => 'records.numberTaken')])
      assert.equal((await send('PUT', '/Encounter/a', visit('a', '26/000001'))).status, 200)
    },
    { guards },
  ))

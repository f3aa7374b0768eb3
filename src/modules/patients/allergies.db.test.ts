import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { withServer } from '#tests/support/server.ts'
import type { AllergyList } from './allergy-contract.ts'
import type { Registered } from './contract.ts'
import { patients } from './index.ts'

interface Problem {
  readonly code: string
}
const huyen = { name: 'Đặng Thị Huyền', sex: 'female', birthDate: '1972-09-02' }
/** A person without a practitioner behind it: these tests have no staff. */
const clerk = { as: { practitionerId: '' } }

describe('allergies', () => {
  it('are three different facts: not asked, none, present', () =>
    withServer([patients], async (client) => {
      const { id } = (await client.send('POST', '/api/patients', { body: { patient: huyen } })).body as Registered
      const url = `/api/patients/${id}/allergies`
      const ask = async (body: object) =>
        (await client.send('POST', url, { ...clerk, body })).body as AllergyList & Problem
      assert.equal(((await client.send('GET', url)).body as AllergyList).state, 'unknown')
      assert.equal((await ask({ kind: 'none' })).state, 'none')
      assert.equal((await ask({ kind: 'none' })).state, 'none')
      const present = await ask({
        kind: 'allergy',
        substance: 'Penicillin',
        reaction: 'mày đay',
        anaphylaxis: 'II',
      })
      assert.deepEqual([present.state, present.items.length, present.items[0]?.anaphylaxis], ['present', 1, 'II'])
      assert.equal((await ask({ kind: 'none' })).code, 'patients.allergyPresent')
      assert.equal((await ask({ kind: 'allergy' })).code, 'patients.allergySubstance')
      const refuted = await client.send('POST', `${url}/${present.items[0]?.id}/refute`, {
        ...clerk,
        body: { reason: 'Test da âm tính' },
      })
      assert.equal((refuted.body as AllergyList).state, 'unknown')
    }))
})

import assert from 'node:assert/strict'
import { it } from 'node:test'
import { uuidv7 } from '#kernel/ids.ts'
import { createAccount } from '#modules/identity/create-account.ts'
import { ask } from '#tests/support/questionnaires.ts'
import { withServer } from '#tests/support/server.ts'
import { openWard } from '#tests/support/ward.ts'
import { forms } from '../index.ts'
import type { OwnFormView } from '../workshop-contract.ts'

const settings = {
  ...{ code: 'NP/02', title: { vi: 'Phiếu hai người', en: 'Sheet of two' }, kind: 'local', toPatient: false },
  source: 'Quyết định của Giám đốc',
  slots: [{ id: 'nurse', role: 'nurse', title: { vi: 'Điều dưỡng', en: 'Nurse' }, order: 1, required: true }],
}
const questionnaire = { resourceType: 'Questionnaire', status: 'draft', item: [ask('score', 'integer')] }

it('one person with two accounts is not two persons: a form is put in use by somebody else', () =>
  withServer([forms], async (client) => {
    const { ctx } = await openWard(client)
    const person = { name: 'Người Hai Tài Khoản', practitionerId: 'practitioner-two' }
    const account = async (userName: string, role: string) => {
      const id = await createAccount(ctx, { ...person, userName, roles: [role] })
      return { ...person, id, roles: [role] }
    }
    const [one, other] = [await account('hai.mot', 'it-admin'), await account('hai.hai', 'director')]
    const at = '/api/workshop/forms'
    const made = await client.send('POST', at, { as: one, body: { id: uuidv7(), settings, questionnaire } })
    const { id } = made.body as OwnFormView
    const body = { version: 1, validFrom: '2026-11-23' }
    const { version } = (await client.send('POST', `${at}/${id}/propose`, { as: one, body })).body as OwnFormView
    const approve = (as: object) => client.send('POST', `${at}/${id}/approve`, { as, body: { version } })
    assert.equal(((await client.send('GET', `${at}/${id}`, { as: other })).body as OwnFormView).mine, true)
    assert.equal(((await approve(other)).body as { code: string }).code, 'workshop.samePerson')
    assert.equal((await approve({ id: 'chief', name: 'Lê Văn Hòa', roles: ['director'] })).status, 200)
  }))

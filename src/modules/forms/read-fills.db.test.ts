import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { uuidv7 } from '#kernel/ids.ts'
import { documents } from '#modules/documents/index.ts'
import { signing } from '#modules/signing/index.ts'
import { withServer } from '#tests/support/server.ts'
import { givenHospital, givenVisit, systemContext } from '#tests/support/visit.ts'
import { forms } from './index.ts'

const roleOf = (role: string) => {
  const { permissions } = JSON.parse(readFileSync(`data/roles/${role}.json`, 'utf8')) as { permissions: string[] }
  return { roles: [role], permissions: new Set(permissions) }
}

test('who keeps the forms of the house reads which there are, not what is written on those of a patient', () =>
  withServer([forms, documents, signing], async (client) => {
    const ctx = systemContext(client.services)
    await givenHospital(ctx)
    const { encounterId } = await givenVisit(ctx)
    const id = uuidv7()
    const begun = await client.send('POST', '/api/fills', { body: { id, form: '29-BV2', encounterId } })
    assert.equal(begun.status, 200, begun.text)
    const ofPatient = [`/api/fills/${id}`, `/api/fills?encounter=${encounterId}`, `/api/fills/${id}/rows`]
    const ofHouse = ['/api/forms', '/api/forms/29-BV2', '/api/workshop/forms']
    const statuses = (role: string, paths: readonly string[]) =>
      Promise.all(paths.map(async (path) => (await client.send('GET', path, { as: roleOf(role) })).status))
    assert.deepEqual(await statuses('it-admin', ofPatient), [403, 403, 403])
    assert.deepEqual(await statuses('it-admin', ofHouse), [200, 200, 200])
    for (const role of ['doctor', 'nurse', 'record-office', 'director'])
      assert.deepEqual(await statuses(role, ofPatient), [200, 200, 200], role)
  }))

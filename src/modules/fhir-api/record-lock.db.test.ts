import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Encounter } from '@medplum/fhirtypes'
import { ext } from '#fhir/systems.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import { commit } from '#store/commit.ts'
import { withWholeApp } from '#tests/support/whole-app.ts'

const json = { 'content-type': 'application/fhir+json' }
const visit = (state: string): Encounter => ({
  resourceType: 'Encounter',
  id: 'e1',
  status: 'finished',
  class: { code: 'AMB' },
  subject: { reference: 'Patient/p1' },
  extension: [{ url: ext.recordState, valueCode: state }],
})

describe('an archived record over HTTP', () => {
  it('takes nothing that names its visit by an absolute address, under any host that was asked', () =>
    withWholeApp(async (client) => {
      const system = { kind: 'system', permissions: new Set(['fhir.read', 'fhir.write']) } as const
      const send = (method: 'PUT' | 'POST', path: string, body: object, host = 'localhost:80') =>
        client.send(method, `/fhir/R4${path}`, { body, as: system, headers: { ...json, host } })
      await send('PUT', '/Patient/p1', { resourceType: 'Patient', id: 'p1' })
      await send('PUT', '/Encounter/e1', visit('finished'))
      const office = makeContext(client.services, { facility: 1, actor: systemActor })
      await commit({ ...office, guards: [] }, [{ kind: 'update', resource: visit('archived') }])
      const asked = async (reference: string, host?: string) => {
        const body = {
          resourceType: 'Observation',
          status: 'final',
          code: { text: 'Cân nặng' },
          subject: { reference: 'Patient/p1' },
          encounter: { reference },
        }
        const answer = await send('POST', '/Observation', body, host)
        return [answer.status, /records\.locked/.test(answer.text)]
      }
      assert.deepEqual(await asked('Encounter/e1'), [423, true])
      assert.deepEqual(await asked('http://localhost/fhir/R4/Encounter/e1'), [423, true])
      assert.deepEqual(await asked('http://ehr.example:81/fhir/R4/Encounter/e1', 'ehr.example:81'), [423, true])
      assert.deepEqual(await asked('https://khac.example/fhir/R4/Encounter/e1'), [201, false])
    }))
})

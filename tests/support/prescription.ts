import { randomUUID } from 'node:crypto'
import type { Condition } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { orderChecks } from '#modules/order-checks/index.ts'
import type { LineForm, PrescriptionView } from '#modules/prescriptions/contract.ts'
import { prescriptions } from '#modules/prescriptions/index.ts'
import { commit } from '#store/commit.ts'
import { type TestClient, withServer } from './server.ts'
import { givenHospital, givenVisit, systemContext, type VisitGiven } from './visit.ts'

export interface Setting {
  readonly client: TestClient
  readonly at: string
  readonly patientId: string
  readonly encounterId: string
}

/** A visit in which the doctor of the tests prescribes. */
export function withVisit(
  work: (setting: Setting) => Promise<void>,
  given: VisitGiven & { diagnosis?: string } = {},
) {
  return withServer([prescriptions, orderChecks], async (client) => {
    const ctx = systemContext(client.services)
    await givenHospital(ctx)
    const { patientId, encounterId } = await givenVisit(ctx, given)
    if (given.diagnosis !== '') await diagnose(client, { patientId, encounterId }, given.diagnosis ?? 'I10')
    await work({ client, at: `/api/encounters/${encounterId}/prescription`, patientId, encounterId })
  })
}

export async function diagnose(client: TestClient, of: { patientId: string; encounterId: string }, icd: string) {
  const resource: Condition = {
    resourceType: 'Condition',
    category: [{ coding: [{ system: cs.conditionCategory, code: 'encounter-diagnosis' }] }],
    code: { coding: [{ system: cs.icd10, code: icd }], text: icd },
    subject: { reference: `Patient/${of.patientId}` },
    encounter: { reference: `Encounter/${of.encounterId}` },
  }
  await commit(systemContext(client.services), [{ kind: 'create', resource }])
}

export const line = (drugCode: string, given: Partial<LineForm> = {}): LineForm => ({
  id: randomUUID(),
  drugCode,
  dose: 1,
  timesADay: 2,
  days: 5,
  quantity: 10,
  moments: ['MORN', 'EVE'],
  ...given,
})
export const code = (answer: { body: unknown }) => (answer.body as { code: string }).code
export const read = async ({ client, at }: Setting) => (await client.send('GET', at)).body as PrescriptionView
export async function put(setting: Setting, lines: LineForm[], more: object = {}) {
  const { basis } = await read(setting)
  return setting.client.send('PUT', setting.at, { body: { basis, lines, ...more } })
}
export async function issue(setting: Setting) {
  return setting.client.send('POST', `${setting.at}/issue`, { body: { basis: (await read(setting)).basis } })
}

import assert from 'node:assert/strict'
import type { Encounter, QuestionnaireResponse, Resource } from '@medplum/fhirtypes'
import { uuidv7 } from '#kernel/ids.ts'
import type { PaperView } from '#modules/documents/contract.ts'
import { ensureDemoSigners } from '#modules/signing/index.ts'
import type { Actor } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { paperVisit } from './paper-visit.ts'
import type { TestClient } from './server.ts'
import { systemContext } from './visit.ts'

/** The doctor of the papers. */
export const minh: Partial<Actor> & { id: string; name: string; practitionerId: string } = {
  id: 'account-bacsi',
  practitionerId: 'practitioner-bacsi',
  roles: ['doctor'],
  name: 'Nguyễn Văn Minh',
}

/** The hospital of `paperVisit` with a demo authority and a software key for its doctor. */
export async function givenSigner({ services }: TestClient): Promise<void> {
  const ctx = systemContext(services)
  await commit(
    ctx,
    paperVisit.map((resource) => ({ kind: 'create', resource, id: resource.id ?? '' })),
  )
  const { id: accountId, practitionerId, name } = minh
  await ensureDemoSigners(ctx, [{ accountId, practitionerId, name }], 'Bệnh viện Đa khoa Ngàn Phố')
}

export const shown = ({ id, version, sha256 }: PaperView) => ({ id, version, sha256 })

/** Opens papers one by one, as who signs them does; the batch that they were shown in. */
export async function reviewed(
  client: TestClient,
  papers: readonly { readonly id: string; readonly version: number }[],
  as: Partial<Actor> = minh,
): Promise<string> {
  const batch = uuidv7()
  for (const { id, version } of papers) {
    const shown = await client.send('GET', `/api/documents/${id}/pdf?version=${version}&batch=${batch}`, { as })
    assert.equal(shown.status, 200, shown.text)
  }
  return batch
}

/** A resource of the visit again, for another visit. */
function again<T extends Resource>(type: T['resourceType'], visitId: string): T & { id: string } {
  const one = paperVisit.find(({ resourceType }) => resourceType === type) as T
  const moved = type === 'Encounter' ? {} : { encounter: { reference: `Encounter/${visitId}` } }
  return { ...one, ...moved, id: type === 'Encounter' ? visitId : `${type}-${visitId}`.toLowerCase() }
}

/** Papers of as many visits, which wait for the doctor. */
export async function givenPapers(client: TestClient, count: number): Promise<PaperView[]> {
  const papers: PaperView[] = []
  for (let at = 0; at < count; at++) {
    const visit = again<Encounter>('Encounter', `visit-${at}`)
    const fill = again<QuestionnaireResponse>('QuestionnaireResponse', visit.id)
    await commit(
      systemContext(client.services),
      [visit, fill].map((resource) => ({ kind: 'create', id: resource.id, resource })),
    )
    const body = { form: '15/BV1', encounterId: visit.id }
    const answer = await client.send('POST', '/api/documents/prepare', { as: minh, body })
    assert.equal(answer.status, 200, answer.text)
    papers.push(answer.body as PaperView)
  }
  return papers
}

export const codeOf = ({ body }: { readonly body: unknown }) => (body as { code?: string }).code

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DocumentReference } from '@medplum/fhirtypes'
import type { PaperView } from '#modules/documents/contract.ts'
import { documents } from '#modules/documents/index.ts'
import type { WaitingPlace, Worklist } from '#modules/signing/contract.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { givenPapers, givenSigner, minh, reviewed, shown } from '#tests/support/papers-to-sign.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { systemContext } from '#tests/support/visit.ts'
import { signing } from '../index.ts'
import { readSlots } from '../slots.ts'
import { mendWorklist, toldOf } from './mend-worklist.ts'
import { provenPlaces } from './places.ts'

/** Numbers from a seed, so that a failure can be repeated. */
function random(seed: number): (below: number) => number {
  let state = seed
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * below)
  }
}

const pin = '202611'

async function papersOf(client: TestClient, visit: string): Promise<PaperView[]> {
  const list = await client.send('GET', `/api/documents?encounter=${visit}`, { as: minh })
  return (list.body as { papers: PaperView[] }).papers
}

/** One random act on the papers of a visit; what is not allowed is refused and changes nothing. */
async function act(client: TestClient, visit: string, kind: number): Promise<void> {
  const paper = (await papersOf(client, visit))[0]
  if (!paper) return
  const body = { form: '15/BV1', encounterId: visit }
  if (kind === 0) await client.send('POST', '/api/documents/prepare', { as: minh, body })
  if (kind === 1) {
    const documents = [shown(paper)]
    await client.send('POST', '/api/signing/sign', {
      as: minh,
      body: { documents, batch: await reviewed(client, [paper]), pin },
    })
  }
  if (kind === 2)
    await client.send('POST', `/api/documents/${paper.id}/correct`, {
      as: minh,
      body: { reason: 'Thiếu tiền sử' },
    })
  if (kind === 3 && paper.state === 'unsigned') {
    const ctx = systemContext(client.services)
    const resource = await readResource<DocumentReference & { id: string }>(ctx, 'DocumentReference', paper.id)
    await commit(ctx, [{ kind: 'update', resource: { ...resource, status: 'entered-in-error' } }])
  }
}

/** Papers that wait, as they and their evidence tell; what is kept of those in force must be the same. */
async function provenWaiting(client: TestClient, visits: readonly string[], isMended: boolean): Promise<string[]> {
  const ctx = systemContext(client.services)
  const waiting: string[] = []
  const papers = (await Promise.all(visits.map((visit) => papersOf(client, visit)))).flat()
  for (const { id } of papers) {
    const resource = await readResource<DocumentReference & { id: string }>(ctx, 'DocumentReference', id)
    const proven = await provenPlaces(ctx, resource)
    if (proven.some(({ state }) => state === 'waiting')) waiting.push(id)
    const kept = (await readSlots(ctx, [id])).map(toldOf)
    if (isMended || resource.status === 'current') assert.deepEqual(kept, proven)
  }
  return waiting.sort()
}

async function listed(client: TestClient, visits: readonly string[]) {
  const get = async <T>(url: string) => (await client.send('GET', url, { as: minh })).body as T
  const mine = (await get<Worklist>('/api/signing/mine')).papers.map(({ id }) => id)
  const { count } = await get<{ count: number }>('/api/signing/count')
  const places = (visit: string) => get<{ places: WaitingPlace[] }>(`/api/signing/places?encounter=${visit}`)
  const ofRecords = (await Promise.all(visits.map(places))).flatMap((one) => one.places.map(({ id }) => id))
  return { mine: mine.sort(), count, ofRecords: ofRecords.sort() }
}

test('who must still sign is what the papers and their signatures say, whatever happened', () =>
  withServer([documents, signing], async (client) => {
    await givenSigner(client)
    const visits = (await givenPapers(client, 4)).map(({ encounterId }) => encounterId)
    const next = random(20_261_122)
    for (let step = 0; step < 24; step++) {
      await act(client, visits[next(visits.length)] ?? '', next(4))
      const proven = await provenWaiting(client, visits, false)
      const wanted = { mine: proven, count: proven.length, ofRecords: proven }
      assert.deepEqual(await listed(client, visits), wanted, `step ${step}`)
    }
    await mendWorklist(systemContext(client.services))
    await provenWaiting(client, visits, true)
  }))

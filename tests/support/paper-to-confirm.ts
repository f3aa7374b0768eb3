import assert from 'node:assert/strict'
import type { DocumentReference } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import type { ConfirmationBegun, ConfirmationsOfPaper } from '#modules/signing/contract.ts'
import { signing } from '#modules/signing/index.ts'
import type { Config } from '#platform/config.ts'
import { commit } from '#store/commit.ts'
import { givenSigner, minh } from './papers-to-sign.ts'
import { type TestClient, withServer } from './server.ts'
import { systemContext } from './visit.ts'

export const patient = 'Đặng Thị Huyền'

export interface Bench {
  readonly client: TestClient
  readonly document: { readonly id: string; readonly version: number; readonly sha256: string }
  begin(more: object): ReturnType<TestClient['send']>
  answer(id: string, proof: object): ReturnType<TestClient['send']>
  list(): Promise<ConfirmationsOfPaper>
}

/** A paper that waits for a confirmation of its patient. */
export function withPaper(work: (bench: Bench) => Promise<void>): Promise<void> {
  return withServer([signing], async (client) => {
    await givenSigner(client)
    const ctx = systemContext(client.services)
    const sha256 = await ctx.blobs.put(Buffer.from('%PDF-1.7 consent'))
    const resource: DocumentReference = {
      resourceType: 'DocumentReference',
      status: 'current',
      docStatus: 'preliminary',
      type: { coding: [{ system: cs.form, code: '03/BV2', version: '2024-01-01' }] },
      description: 'Giấy cam kết',
      subject: { reference: 'Patient/p1', display: patient },
      date: '2026-11-23T10:00:00+07:00',
      content: [{ attachment: { url: `urn:lanong:blob:${sha256}` } }],
      context: { encounter: [{ reference: 'Encounter/e1' }] },
    }
    await commit(ctx, [{ kind: 'create', id: 'consent', resource }])
    await commit(ctx, [{ kind: 'create', id: 'result', resource: { ...resource, type: { text: 'Kết quả' } } }])
    const document = { id: 'consent', version: 1, sha256 }
    const send: TestClient['send'] = (method, url, options) => client.send(method, url, { as: minh, ...options })
    await work({
      client,
      document,
      begin: (more) =>
        send('POST', '/api/signing/confirmations', {
          body: { document, place: 'patient', name: patient, ...more },
        }),
      answer: (id, proof) => send('POST', `/api/signing/confirmations/${id}/answer`, { body: proof }),
      async list() {
        const answer = await send('GET', '/api/signing/confirmations/consent')
        assert.equal(answer.status, 200, answer.text)
        return answer.body as ConfirmationsOfPaper
      },
    })
  })
}

export const begun = ({
  status,
  body,
  text,
}: {
  status: number
  body: unknown
  text: string
}): ConfirmationBegun => {
  assert.equal(status, 200, text)
  return body as ConfirmationBegun
}

/** Another setting from now on. */
export const tell = ({ services }: TestClient, more: Partial<Config>) => {
  const told = services as { config: Config }
  told.config = { ...services.config, ...more }
}

import assert from 'node:assert/strict'
import test from 'node:test'
import { fhirOperations } from '#modules/fhir-operations/index.ts'
import { codeOf, type FhirReply, type SendFhir, withFhir } from '#tests/support/fhir.ts'

const setup = { operations: fhirOperations.fhirOperations ?? [] }
const scan = (id: string, megabytes: number) => ({
  resourceType: 'DocumentReference',
  id,
  status: 'current',
  subject: { reference: 'Patient/p' },
  content: [
    {
      attachment: {
        contentType: 'application/pdf',
        data: Buffer.alloc((megabytes * 1024 * 1024 * 3) / 4, 'scan').toString('base64'),
      },
    },
  ],
})

const ids = ({ body }: FhirReply): readonly string[] =>
  (body.entry ?? []).map((one: { resource: { id: string } }) => one.resource.id)
const next = ({ body }: FhirReply): string | undefined =>
  body.link.find((one: { relation: string }) => one.relation === 'next')?.url

/** All pages from an address on. */
async function pages(send: SendFhir, address: string): Promise<readonly (readonly string[])[]> {
  const found: (readonly string[])[] = []
  for (let at: string | undefined = address; at !== undefined; ) {
    const reply: FhirReply = await send('GET', at)
    assert.equal(reply.status, 200)
    found.push(ids(reply))
    at = next(reply)?.replace(/^.*\/fhir\/R4/, '')
  }
  return found
}

test('a page ends where its resources have 32 MB together, and the next goes on', () =>
  withFhir(async (send) => {
    await send('PUT', '/Patient/p', { resourceType: 'Patient', id: 'p' })
    for (const [id, megabytes] of [
      ['c', 16],
      ['b', 17],
      ['a', 17],
    ] as const)
      assert.equal((await send('PUT', `/DocumentReference/${id}`, scan(id, megabytes))).status, 201)
    assert.deepEqual(await pages(send, '/DocumentReference?_sort=_id'), [['a', 'b'], ['c']])
    assert.deepEqual(await pages(send, '/Patient/p/$everything'), [
      ['a', 'b'],
      ['c', 'p'],
    ])
    const included = await send('GET', '/Patient?_revinclude=DocumentReference:subject')
    assert.deepEqual([included.status, codeOf(included)], [422, 'store.tooCostly'])
  }, setup))

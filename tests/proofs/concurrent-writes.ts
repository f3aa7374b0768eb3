import assert from 'node:assert/strict'
import type { SendFhir } from '../support/fhir.ts'

const atOnce = 64

const basic = (id: string, count: number) => ({
  resourceType: 'Basic',
  id,
  code: { text: 'counter' },
  extension: [{ url: 'urn:lanong:test:count', valueInteger: count }],
})
const countOf = (body: { extension?: { valueInteger?: number }[] }) => body.extension?.[0]?.valueInteger ?? -1

/** 64 clients ask at once to create what does not exist yet: one creates it, the others are told of that one. */
export async function conditionalCreates(send: SendFhir, rounds: number): Promise<number> {
  let wrong = 0
  for (let round = 0; round < rounds; round++) {
    const identifier = [{ system: 'urn:lanong:test:once', value: `n${round}` }]
    const answers = await Promise.all(
      Array.from({ length: atOnce }, () =>
        send(
          'POST',
          '/Patient',
          { resourceType: 'Patient', identifier },
          { 'if-none-exist': `identifier=urn:lanong:test:once|n${round}` },
        ),
      ),
    )
    const made = answers.filter((answer) => answer.status === 201)
    const found = answers.filter((answer) => answer.status === 200)
    const ids = new Set(answers.map((answer) => answer.body?.id as unknown))
    const { body } = await send('GET', `/Patient?identifier=urn:lanong:test:once|n${round}&_summary=count`)
    if (made.length !== 1 || found.length !== atOnce - 1 || ids.size !== 1 || body.total !== 1) wrong++
  }
  return wrong
}

/** Clients add one to the same number with If-Match until each has: none of the additions may be lost. */
export async function countTogether(
  send: SendFhir,
  clients = atOnce,
): Promise<{ count: number; version: number }> {
  await send('PUT', '/Basic/together', basic('together', 0))
  const add = async () => {
    for (let tries = 0; tries < clients * 4; tries++) {
      const { body, headers } = await send('GET', '/Basic/together')
      const next = basic('together', countOf(body) + 1)
      const { status } = await send('PUT', '/Basic/together', next, { 'if-match': String(headers['etag']) })
      if (status === 200) return
      assert.equal(status, 412)
    }
    throw new Error('a client never had its turn')
  }
  await Promise.all(Array.from({ length: clients }, add))
  const { body } = await send('GET', '/Basic/together')
  return { count: countOf(body), version: Number(body.meta.versionId) }
}

/**
 * Transactions change two resources to the same number, in both orders, while readers look at both.
 * @returns pairs that were read, those that differed, and answers to the transactions other than 200
 */
export async function twoTogether(send: SendFhir, rounds: number) {
  const bundle = (count: number, ids: readonly string[]) => ({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: ids.map((id) => ({
      fullUrl: `urn:uuid:00000000-0000-4000-8000-00000000000${id === 'left' ? 1 : 2}`,
      resource: basic(id, count),
      request: { method: 'PUT', url: `Basic/${id}` },
    })),
  })
  await send('POST', '/', bundle(0, ['left', 'right']))
  let read = 0
  let halves = 0
  let refused = 0
  let writing = true
  const reader = async () => {
    while (writing) {
      const { body } = await send('GET', '/Basic?_id=left,right')
      const counts = (body.entry as { resource: Parameters<typeof countOf>[0] }[]).map((one) =>
        countOf(one.resource),
      )
      read++
      if (counts.length !== 2 || counts[0] !== counts[1]) halves++
    }
  }
  const writer = async (first: number) => {
    for (let round = 0; round < rounds; round++) {
      const order = (first + round) % 2 === 0 ? ['left', 'right'] : ['right', 'left']
      const { status } = await send('POST', '/', bundle(first * rounds + round + 1, order))
      if (status !== 200) refused++
    }
  }
  const readers = [reader(), reader()]
  await Promise.all([0, 1, 2, 3].map(writer))
  writing = false
  await Promise.all(readers)
  return { read, halves, refused }
}

/**
 * Patients are deleted while others begin to refer to them: either the patient stays, or the reference is refused.
 * @returns patients that are gone and referred to all the same, and answers that say neither
 */
export async function deleteWhileReferring(send: SendFhir, rounds: number) {
  let dangling = 0
  let odd = 0
  const referring = (id: string, alone: boolean) => {
    const resource = { resourceType: 'Basic', code: { text: 'x' }, subject: { reference: `Patient/${id}` } }
    if (!alone) return send('POST', '/Basic', resource)
    // A long transaction is no member of a group.
    const entry = Array.from({ length: 25 }, () => ({ resource, request: { method: 'POST', url: 'Basic' } }))
    return send('POST', '/', { resourceType: 'Bundle', type: 'transaction', entry })
  }
  for (let round = 0; round < rounds; round++) {
    const ids = Array.from({ length: 8 }, (_, n) => `gone-${round}-${n}`)
    await Promise.all(ids.map((id) => send('PUT', `/Patient/${id}`, { resourceType: 'Patient', id })))
    await Promise.all(
      ids.map(async (id, n) => {
        const [made, gone, other] = await Promise.all([
          referring(id, n % 2 === 0),
          send('DELETE', `/Patient/${id}`),
          referring(id, false),
        ])
        const refers = made.status < 300 || other.status < 300
        if (refers && gone.status === 204) dangling++
        const said = made.status >= 500 || other.status >= 500 || ![204, 409].includes(gone.status)
        if (said || (!refers && gone.status !== 204)) odd++
      }),
    )
  }
  return { dangling, odd }
}

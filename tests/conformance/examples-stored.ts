import { isDeepStrictEqual } from 'node:util'
import { canonicalJson, parseJson } from '#fhir/json.ts'
import { readXml } from '#fhir/xml/read-xml.ts'
import { writeXml } from '#fhir/xml/write-xml.ts'
import { structures } from '#store/definitions.ts'
import { judge, type Result } from '#tests/support/conformance.ts'
import { type Example, readExamples, targetsOf } from '#tests/support/examples.ts'
import { type SendFhir, withFhir } from '#tests/support/fhir.ts'
import { sameValue } from '#tests/support/same-value.ts'

export const name = 'Every official R4 example stored over HTTP and returned, JSON and XML'
export const goal = 98

const xml = 'application/fhir+xml'

/**
 * The examples refer to each other in circles and to resources that are not among them, and a reference has to lead
 * to something when a resource is written. So what they need is stored first, in one transaction.
 */
async function storeTargets(send: SendFhir, examples: readonly Example[]): Promise<void> {
  const reply = await send('POST', '', transactionOf(targetsOf(examples)))
  if (reply.status !== 200) throw new Error(refusal('the targets', reply.status, reply.body))
}

const transactionOf = (examples: readonly Example[]) => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: examples.map((one) => ({
    resource: { ...one.resource, id: one.name },
    request: { method: 'PUT', url: `${one.type}/${one.name}` },
  })),
})

function refusal(what: string, status: number, outcome: unknown): string {
  const issue = (outcome as { issue?: readonly { details?: { text?: string } }[] } | undefined)?.issue?.[0]
  return `${what} is refused: ${status} ${issue?.details?.text ?? ''}`
}

/** What the server alone decides on is left out. */
function ownPart(resource: unknown): Record<string, unknown> {
  const { resourceType: _type, id: _id, meta, ...rest } = resource as Record<string, unknown>
  const { versionId: _version, lastUpdated: _updated, ...kept } = (meta ?? {}) as Record<string, unknown>
  return { ...rest, meta: kept }
}

const same = (one: unknown, other: unknown) => isDeepStrictEqual(sameValue(one), sameValue(other))

/** Written as JSON and read as JSON and XML; the first fault is told. */
async function throughJson(send: SendFhir, one: Example): Promise<string | undefined> {
  const address = `/${one.type}/${one.name}`
  const wanted = ownPart(one.resource)
  const written = await send('PUT', address, Buffer.from(canonicalJson({ ...one.resource, id: one.name })))
  if (written.status >= 400) return refusal('JSON', written.status, written.body)
  const json = await send('GET', address, undefined, { accept: 'application/fhir+json' })
  if (canonicalJson(ownPart(parseJson(json.text))) !== canonicalJson(wanted))
    return 'JSON is returned otherwise than it came'
  const reply = await send('GET', address, undefined, { accept: xml })
  if (reply.status !== 200) return refusal('GET as XML', reply.status, undefined)
  return same(ownPart(readXml(structures, reply.text)), wanted) ? undefined : 'XML is returned with another value'
}

/** Written as XML and read as JSON. XML has its own order of elements. */
async function throughXml(send: SendFhir, one: Example): Promise<string | undefined> {
  const address = `/${one.type}/${one.name}`
  const body = writeXml(structures, { ...one.resource, id: one.name })
  const written = await send('PUT', address, body, { 'content-type': xml })
  if (written.status >= 400) return refusal('XML', written.status, written.body)
  const json = await send('GET', address, undefined, { accept: 'application/fhir+json' })
  const back = ownPart(parseJson(json.text))
  return same(back, ownPart(one.resource)) ? undefined : 'what came as XML is stored with another value'
}

export async function run(): Promise<Result[]> {
  const results: Result[] = []
  const examples = readExamples()
  await withFhir(async (send) => {
    await storeTargets(send, examples)
    for (const one of examples)
      results.push(
        await judge(one.id, async () => (await throughJson(send, one)) ?? (await throughXml(send, one))),
      )
  })
  return results
}

import { isDeepStrictEqual } from 'node:util'
import { canonicalJson, parseJson } from '#fhir/json.ts'
import { readXml } from '#fhir/xml/read-xml.ts'
import { writeXml } from '#fhir/xml/write-xml.ts'
import { structures } from '#store/definitions.ts'
import type { Result } from '#tests/support/conformance.ts'
import { type Example, portions, readExamples, targetsOf } from '#tests/support/examples.ts'
import { type SendFhir, withFhir } from '#tests/support/fhir.ts'
import { sameValue } from '#tests/support/same-value.ts'

export const name = 'Every official R4 example stored over HTTP and returned, JSON and XML'

const xml = 'application/fhir+xml'
const mostCharacters = 400_000

/**
 * The examples refer to each other in circles and to resources that are not among them, and a reference has to lead
 * to something when a resource is written. So what they need is stored first, in one transaction.
 */
async function storeTargets(send: SendFhir, examples: readonly Example[]): Promise<void> {
  const reply = await send('POST', '', bundleOf('transaction', targetsOf(examples)))
  if (reply.status !== 200) throw new Error(refusal('the targets', reply.status, reply.body))
}

const bundleOf = (type: 'batch' | 'transaction', examples: readonly Example[]) => ({
  resourceType: 'Bundle',
  type,
  entry: examples.map((one) => ({
    resource: { ...one.resource, id: one.name },
    request: { method: 'PUT', url: `${one.type}/${one.name}` },
  })),
})

type Faults = Map<Example, string>

/** Writes a portion as one batch and remembers which entries were refused. */
async function write(send: SendFhir, portion: readonly Example[], asXml: boolean, faults: Faults): Promise<void> {
  const bundle = bundleOf('batch', portion)
  const reply = asXml
    ? await send('POST', '', writeXml(structures, bundle), { 'content-type': xml })
    : await send('POST', '', Buffer.from(canonicalJson(bundle)))
  for (const [at, one] of portion.entries()) {
    const response = reply.body?.entry?.[at]?.response
    const status = Number(String(response?.status ?? reply.status).slice(0, 3))
    if (status >= 400) faults.set(one, refusal(asXml ? 'XML' : 'JSON', status, response?.outcome ?? reply.body))
  }
}

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

async function readBack(send: SendFhir, one: Example, afterXml: boolean): Promise<string | undefined> {
  const address = `/${one.type}/${one.name}`
  const wanted = ownPart(one.resource)
  const json = ownPart(
    parseJson((await send('GET', address, undefined, { accept: 'application/fhir+json' })).text),
  )
  // XML has its own order of elements; from JSON every member stays where it was.
  if (afterXml) return same(json, wanted) ? undefined : 'what came as XML is stored with another value'
  if (canonicalJson(json) !== canonicalJson(wanted)) return 'JSON is returned otherwise than it came'
  const reply = await send('GET', address, undefined, { accept: xml })
  if (reply.status !== 200) return refusal('GET as XML', reply.status, undefined)
  return same(ownPart(readXml(structures, reply.text)), wanted) ? undefined : 'XML is returned with another value'
}

async function writeAndRead(send: SendFhir, portion: readonly Example[], asXml: boolean, faults: Faults) {
  await write(send, portion, asXml, faults)
  for (const one of portion) {
    const fault = faults.has(one) ? undefined : await readBack(send, one, asXml)
    if (fault !== undefined) faults.set(one, fault)
  }
}

export async function run(): Promise<Result[]> {
  const examples = readExamples()
  const faults: Faults = new Map()
  await withFhir(async (send) => {
    await storeTargets(send, examples)
    for (const asXml of [false, true])
      for (const portion of portions(examples, mostCharacters)) await writeAndRead(send, portion, asXml, faults)
  })
  return examples.map((one) => {
    const reason = faults.get(one)
    return reason === undefined ? { id: one.id, outcome: 'pass' } : { id: one.id, outcome: 'fail', reason }
  })
}

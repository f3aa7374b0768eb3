import type { Resource } from '@medplum/fhirtypes'
import { parseJsonBytes } from '#fhir/json.ts'
import type { StoredVersion } from '#store/types.ts'
import type { Answer } from './answer.ts'
import { resourceOf } from './body.ts'
import type { Call } from './call.ts'
import { formatOf } from './media-type.ts'

/**
 * What a Binary holds, in its own media type. It came from outside, so that no browser may run it as a page of this
 * server. http://hl7.org/fhir/R4/binary.html#rest
 */
export function contentAnswer(
  found: Pick<StoredVersion, 'content'>,
  headers: Readonly<Record<string, string>>,
): Answer {
  const { contentType, data } = parseJsonBytes(found.content) as { contentType?: string; data?: string }
  return {
    status: 200,
    headers: {
      ...headers,
      'content-type': contentType ?? 'application/octet-stream',
      'content-disposition': 'attachment',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
    },
    body: Buffer.from(data ?? '', 'base64'),
  }
}

/** The body of a write as a resource of the type of the address; for Binary also the bare content. */
export async function resourceBody(call: Call): Promise<Resource> {
  if (call.type === 'Binary' && !call.inBundle && call.body.present && !formatOf(call.body.type))
    return binaryOf(call)
  return resourceOf(await call.body.value(), call.type)
}

function binaryOf(call: Call): Resource {
  const context = call.header('x-security-context')
  return {
    resourceType: 'Binary',
    ...(call.id === '' ? {} : { id: call.id }),
    contentType: call.header('content-type') ?? 'application/octet-stream',
    ...(context === undefined ? {} : { securityContext: { reference: context } }),
    data: call.body.bytes.toString('base64'),
  }
}

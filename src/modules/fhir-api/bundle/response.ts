import { STATUS_CODES } from 'node:http'
import type { Answer } from '../answer.ts'
import type { EntryBytes } from '../bundle-bytes.ts'

export const statusText = (status: number) => `${status} ${STATUS_CODES[status] ?? ''}`.trim()

/** The answer of one entry, as http://hl7.org/fhir/R4/http.html#transaction-response has it. */
export function responseEntry({ status, headers, body }: Answer): EntryBytes {
  const { location, etag } = headers
  const modified = headers['last-modified']
  const response: Record<string, unknown> = {
    status: statusText(status),
    ...(location ? { location } : {}),
    ...(etag ? { etag } : {}),
    ...(modified ? { lastModified: new Date(modified).toISOString() } : {}),
  }
  if (!body) return { rest: { response } }
  if (status >= 400 || isOutcome(body))
    return { rest: { response: { ...response, outcome: JSON.parse(body.toString()) as unknown } } }
  return { resource: body, rest: { response } }
}

/** What an answer tells about itself stands beside it, not as a resource. */
function isOutcome(body: Buffer): boolean {
  return body.subarray(0, 60).toString().startsWith('{"resourceType":"OperationOutcome"')
}

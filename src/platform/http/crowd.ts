import type { IncomingMessage, ServerResponse } from 'node:http'
import { outcomeOf } from '#fhir/outcome.ts'
import { uuidv7 } from '#kernel/ids.ts'
import type { Services } from '../services.ts'
import type { Ahead } from './ahead.ts'
import { serverBusy } from './known-failures.ts'
import { languageOf } from './language.ts'
import { toProblem } from './problem.ts'

/** Streams stay open for hours, and who asks whether the server lives must hear it. */
const counted = /^\/(?!api\/live\b)(api|fhir|oauth|scim|dicomweb)\b/

const retrySeconds = 3

/**
 * Refuses with 503 at once what comes while `most` requests are under way: when the database or its disk is slow, a queue
 * without an end would make everybody wait for answers that nobody reads any more.
 */
export function inCrowd(services: Services, most: number, ahead: Ahead): Ahead {
  let underWay = 0
  return (request, response) => {
    if (!counted.test(request.url ?? '')) return ahead(request, response)
    if (underWay >= most) {
      refuse(services, request, response)
      return true
    }
    underWay += 1
    response.once('close', () => {
      underWay -= 1
    })
    return ahead(request, response)
  }
}

function refuse({ translate }: Services, request: IncomingMessage, response: ServerResponse): void {
  const error = serverBusy(undefined)
  const text = translate(error.code, languageOf(request.headers), {}) ?? error.message
  const id = uuidv7()
  const isFhir = request.url?.startsWith('/fhir/') === true
  const body = JSON.stringify(isFhir ? outcomeOf(error, 'throttled', text, id) : toProblem(error, id, text))
  response
    .writeHead(503, {
      'content-type': isFhir ? 'application/fhir+json' : 'application/problem+json',
      'cache-control': 'no-store',
      'retry-after': String(retrySeconds),
      // What comes behind on this connection has not been read.
      connection: 'close',
    })
    .end(body)
}

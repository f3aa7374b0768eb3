import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { tracedRequest } from '../tracing/spans.ts'
import { joinQuery } from './asked-apart.ts'

/** Answers a request ahead of the router; false leaves it to the router. */
export type Ahead = (request: IncomingMessage, response: ServerResponse) => boolean

/** What is told of every request that was answered, to the log and to the figures. */
export interface Answered {
  readonly requestId: string
  readonly method: string
  readonly route: string | undefined
  readonly status: number
  readonly ms: number
  readonly actor: string | undefined
}

/** Puts `ahead` before the router until the server closes; then the router refuses what still comes. */
export function placeAhead(server: FastifyInstance, ahead: Ahead): void {
  const http = server.server as Server
  const [router] = http.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[]
  if (!router) throw new Error('the router listens to requests')
  const first = (request: IncomingMessage, response: ServerResponse) => {
    joinQuery(request)
    tracedRequest(request, response, () => {
      if (!ahead(request, response)) router(request, response)
    })
  }
  http.off('request', router)
  http.on('request', first)
  server.addHook('preClose', async () => {
    http.off('request', first)
    http.on('request', router)
  })
}

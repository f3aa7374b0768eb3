import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Context } from '#platform/context.ts'

const exposed = 'ETag, Last-Modified, Location, Content-Location, X-Request-Id, X-Correlation-Id, Retry-After'
const asked =
  'Accept, Authorization, Content-Type, If-Match, If-None-Match, If-None-Exist, If-Modified-Since, Prefer, X-Command-Id, X-Request-Id'

/**
 * Lets the web pages named in the setting call this interface with a token; cookies of the application are never
 * taken from them. https://fetch.spec.whatwg.org/#http-cors-protocol
 */
export function allowOrigins(server: FastifyInstance, contextOf: (request: FastifyRequest) => Context): void {
  server.addHook('onRequest', (request, reply, done) => {
    const { origin } = request.headers
    if (origin !== undefined) {
      const allowed = contextOf(request).config.corsOrigins?.split(',') ?? []
      if (allowed.includes(origin)) tell(reply, origin)
    }
    done()
  })
}

function tell(reply: FastifyReply, origin: string): void {
  reply
    .header('access-control-allow-origin', origin)
    .header('access-control-expose-headers', exposed)
    .header('access-control-allow-headers', asked)
    .header('access-control-allow-methods', 'GET, HEAD, POST, PUT, PATCH, DELETE')
    .header('access-control-max-age', '600')
    .header('cross-origin-resource-policy', 'cross-origin')
    .header('vary', 'Origin, Accept, Accept-Encoding')
}

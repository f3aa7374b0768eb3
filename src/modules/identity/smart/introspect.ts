import type { FastifyInstance } from 'fastify'
import type { Services } from '#platform/services.ts'
import { authenticateToken, claimsOf } from '../oauth/authenticate-token.ts'
import { findClient, secretMatches } from '../oauth/client-store.ts'
import { originOf } from '../oauth/origin.ts'

/**
 * Tells a resource server that trusts us whether a token is good and what it is for.
 * @see RFC 7662; https://hl7.org/fhir/smart-app-launch/STU2.2/token-introspection.html
 */
export function introspectionRoute(server: FastifyInstance, services: Services): void {
  server.register(async (scope) => {
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: 65_536 },
      (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))),
    )
    scope.post('/oauth/introspect', { config: { permission: 'public' } }, async (request, reply) => {
      reply.header('cache-control', 'no-store')
      const body = (request.body ?? {}) as Readonly<Record<string, string>>
      if (!(await isKnownClient(services, request.headers.authorization, body)))
        return reply.code(401).header('www-authenticate', 'Basic').send({ error: 'invalid_client' })
      const { token = '' } = body
      try {
        const { actor } = await authenticateToken(request, services, token)
        const claims = await claimsOf(token, originOf(server, services.config), services)
        return {
          active: true,
          token_type: claims['cnf'] === undefined ? 'Bearer' : 'DPoP',
          username: actor.userName,
          ...claims,
        }
      } catch {
        return { active: false }
      }
    })
  })
}

async function isKnownClient(
  services: Services,
  header: string | undefined,
  body: Readonly<Record<string, string>>,
): Promise<boolean> {
  const basic = /^Basic +(.+)$/i.exec(header ?? '')?.[1]
  const [id = '', ...rest] = basic
    ? Buffer.from(basic, 'base64').toString('utf8').split(':').map(decoded)
    : [body['client_id'] ?? '', body['client_secret'] ?? '']
  const client = await findClient(services.db, id)
  return client?.secret_hash ? secretMatches(client.secret_hash, rest.join(':')) : false
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

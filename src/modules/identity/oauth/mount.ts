import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Provider } from 'oidc-provider'
import { commonErrors } from '#kernel/common-errors.ts'
import type { ContextOf } from '#platform/http/server.ts'
import { readMessages } from '#platform/messages.ts'
import type { Services } from '#platform/services.ts'
import { identityErrors } from '../errors.ts'
import { addressLimiter } from '../login.ts'
import { introspectionRoute } from '../smart/introspect.ts'
import { decideInteraction, describeInteraction, type InteractionCall } from './interaction.ts'
import { interactionPage, interactionScript } from './interaction-page.ts'
import { originOf } from './origin.ts'
import { makeProvider } from './provider.ts'
import { smartConfiguration } from './smart-configuration.ts'

const config = { permission: 'public' }

type ProviderFor = () => Promise<Provider>

/** Mounts the authorization server, its discovery documents and the page where people agree. */
export async function mountOAuth(
  server: FastifyInstance,
  contextOf: ContextOf,
  services: Services,
): Promise<void> {
  const providerFor = lazyProvider(server, services)
  await server.register(async (scope) => protocolRoutes(scope, providerFor, services))
  interactionRoutes(server, contextOf, providerFor)
  introspectionRoute(server, services)
  server.get('/fhir/R4/.well-known/smart-configuration', { config }, async (_request, reply) =>
    reply
      .header('cache-control', 'no-cache')
      .type('application/json')
      .send(smartConfiguration(originOf(server, services.config))),
  )
}

/** Made at the first request, when the server knows the port it listens on. */
function lazyProvider(server: FastifyInstance, services: Services): ProviderFor {
  let made: { origin: string; provider: Promise<Provider> } | undefined
  return () => {
    const origin = originOf(server, services.config)
    if (made?.origin !== origin) made = { origin, provider: makeProvider(services, origin) }
    return made.provider
  }
}

/** The library reads the body itself, so nothing here parses it. */
function protocolRoutes(scope: FastifyInstance, providerFor: ProviderFor, services: Services): void {
  scope.removeAllContentTypeParsers()
  scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
  const pass = async (request: FastifyRequest, reply: FastifyReply) =>
    handOver(await providerFor(), request, reply)
  const paths = ['/oauth/authorize', '/oauth/authorize/:uid', '/oauth/jwks', '/.well-known/openid-configuration']
  for (const url of [...paths, '/oauth/.well-known/openid-configuration', '/oauth/revoke'])
    scope.route({ method: ['GET', 'POST', 'OPTIONS'], url, config, handler: pass })
  for (const url of ['/oauth/token', '/oauth/par'])
    scope.route({
      method: ['POST', 'OPTIONS'],
      url,
      config,
      handler: async (request, reply) => {
        limitFailures(request, reply, services)
        return pass(request, reply)
      },
    })
}

/** A wrong secret (401) counts against the address, as a wrong password does. */
function limitFailures(request: FastifyRequest, reply: FastifyReply, services: Services): void {
  const limiter = addressLimiter(services.config)
  const seconds = limiter.take(request.ip, services.now())
  if (seconds > 0) throw identityErrors.tooManyAttempts({ seconds })
  reply.raw.once('finish', () => {
    if (reply.raw.statusCode !== 401) limiter.giveBack(request.ip)
  })
}

function handOver(provider: Provider, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  reply.hijack()
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined && name !== 'content-security-policy') reply.raw.setHeader(name, value)
  const { raw } = request
  if (raw.url?.startsWith('/oauth/.well-known/')) raw.url = raw.url.slice('/oauth'.length)
  if (/^\/oauth\/authorize(\?|$)/.test(raw.url ?? '')) forgetEarlierLogin(raw)
  void provider.callback()(raw, reply.raw)
  return reply
}

/** Each request for access starts anew: at a shared workstation the last person's login must not answer. */
function forgetEarlierLogin(raw: FastifyRequest['raw']): void {
  const kept = (raw.headers.cookie ?? '')
    .split(';')
    .filter((pair) => !/^ *(__Secure-)?lo_oauth(\.sig)?=/.test(pair))
  raw.headers.cookie = kept.join(';')
}

function interactionRoutes(server: FastifyInstance, contextOf: ContextOf, providerFor: ProviderFor): void {
  const texts = { vi: readMessages('vi'), en: readMessages('en') }
  const callOf = async (request: FastifyRequest, reply: FastifyReply): Promise<InteractionCall> => ({
    ctx: contextOf(request),
    provider: await providerFor(),
    request,
    reply,
  })
  server.get('/oauth/interaction/page.js', { config }, async (_request, reply) =>
    reply.type('text/javascript').header('cache-control', 'no-cache').send(interactionScript),
  )
  server.get('/oauth/interaction/:uid', { config }, async (request, reply) => {
    const { language } = contextOf(request)
    const page = interactionPage(language, (key) => texts[language][key] ?? key)
    return reply.type('text/html').header('cache-control', 'no-store').send(page)
  })
  server.get('/oauth/interaction/:uid/details', { config }, async (request, reply) =>
    describeInteraction(await callOf(request, reply)),
  )
  server.post('/oauth/interaction/:uid', { config: { permission: 'login' } }, async (request, reply) => {
    const call = await callOf(request, reply)
    if (call.ctx.actor.id === 'nobody') throw commonErrors.notLoggedIn()
    const { allow, patient } = (request.body ?? {}) as { allow?: unknown; patient?: unknown }
    return decideInteraction(call, {
      allow: allow === true,
      patient: typeof patient === 'string' ? patient.slice(0, 64) : undefined,
    })
  })
}

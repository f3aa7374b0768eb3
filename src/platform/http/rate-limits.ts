import { readFileSync } from 'node:fs'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import { defineErrors } from '#kernel/app-error.ts'
import type { Authenticated } from '../services.ts'

export const limitErrors = defineErrors('limits', {
  tooMany: { category: 'too-many', text: 'Too many requests. Try again in {seconds} seconds.' },
  answerTooLarge: {
    category: 'too-costly',
    text: 'The answer would have {megabytes} MB; {most} MB are the most. Ask for less at once.',
  },
})

const Rate = Type.Object({ perMinute: Type.Integer({ minimum: 1 }), burst: Type.Integer({ minimum: 1 }) })
const Quota = Type.Object({
  filesPerDay: Type.Integer({ minimum: 1 }),
  megabytesPerDay: Type.Integer({ minimum: 1 }),
})
const Limits = Type.Object({
  source: Type.String(),
  validFrom: Type.String(),
  /** Of one account; null for no limit. */
  person: Type.Union([Rate, Type.Null()]),
  system: Type.Union([Rate, Type.Null()]),
  patient: Type.Union([Rate, Type.Null()]),
  /** Of one address, of requests that nobody is logged in for. */
  address: Type.Union([Rate, Type.Null()]),
  /** Of one address, of failed attempts to log in or to get a token. */
  credentials: Type.Union([Rate, Type.Null()]),
  /** Files of one account, uploaded or inside resources; null for no limit. */
  uploads: Type.Object({ person: Type.Union([Quota, Type.Null()]), patient: Type.Union([Quota, Type.Null()]) }),
  answerMegabytes: Type.Object({ json: Type.Integer({ minimum: 1 }), file: Type.Integer({ minimum: 1 }) }),
})
export type Limits = Static<typeof Limits>
type Kind = 'person' | 'system' | 'patient' | 'address' | 'credentials'

let known: Limits | undefined

export function readLimits(): Limits {
  const file = new URL('../../../data/security/limits.json', import.meta.url)
  known ??= Value.Parse(Limits, JSON.parse(readFileSync(file, 'utf8')))
  return known
}

export interface RateLimits {
  /** Takes one request; 0, or the seconds to wait when there was none left. */
  take(kind: Kind, of: string): number
  /** What `take` would say, taking none. */
  wait(kind: Kind, of: string): number
}

interface Bucket {
  left: number
  at: number
}

const mostBuckets = 50_000
const minuteMs = 60_000

/**
 * Buckets that fill steadily. Each process has its own, so that nothing is asked of a database: of several workers each
 * lets the whole rate through.
 */
export function rateLimits(limits: Limits, now: () => number = () => performance.now()): RateLimits {
  const buckets = new Map<string, Bucket>()
  return {
    wait(kind, of) {
      const [rate, bucket] = [limits[kind], buckets.get(`${kind} ${of}`)]
      if (rate === null || !bucket) return 0
      const left = bucket.left + ((now() - bucket.at) * rate.perMinute) / minuteMs
      return left < 1 ? Math.ceil(((1 - left) * 60) / rate.perMinute) : 0
    },
    take(kind, of) {
      const rate = limits[kind]
      if (rate === null) return 0
      const at = now()
      const name = `${kind} ${of}`
      const bucket = buckets.get(name) ?? { left: rate.burst, at }
      bucket.left = Math.min(rate.burst, bucket.left + ((at - bucket.at) * rate.perMinute) / minuteMs)
      bucket.at = at
      // The oldest go first, which are the ones that nobody uses.
      buckets.delete(name)
      if (buckets.size >= mostBuckets) buckets.delete(buckets.keys().next().value ?? '')
      buckets.set(name, bucket)
      if (bucket.left < 1) return Math.ceil(((1 - bucket.left) * 60) / rate.perMinute)
      bucket.left -= 1
      return 0
    },
  }
}

const opensSomething = /^\/(api\/(session|setup)|oauth\/(token|interaction))(\/|$)/
/** By the route that was found: an address can be written in many ways. */
const triesToOpen = ({ method, who, routeOptions }: FastifyRequest) =>
  method === 'POST' && !who && opensSomething.test(routeOptions.url ?? '')
/** Files of the application are sent from memory of the operating system and ask nothing. */
const free = /^\/(assets|icons)\//

/**
 * Who sends more than the limits say is told when to come back. Whoever is logged in counts by account, so that a
 * whole hospital behind one address does not share a limit; what fails to log in counts by address, and who logs in well is not counted.
 */
export function limitRequests(
  server: FastifyInstance,
  limits: RateLimits,
  authenticate: (request: FastifyRequest) => Promise<Authenticated | undefined>,
): void {
  server.addHook('onRequest', async (request, reply) => {
    const refuse = (seconds: number) => {
      if (seconds === 0) return
      reply.header('retry-after', String(seconds))
      throw limitErrors.tooMany({ seconds })
    }
    const take = (kind: Kind, of: string) => refuse(limits.take(kind, of))
    try {
      request.who = await authenticate(request)
    } catch (error) {
      take('address', request.ip)
      throw error
    }
    if (request.who) take(request.who.actor.kind, request.who.actor.id)
    else if (!free.test(request.url)) take('address', request.ip)
    if (triesToOpen(request)) refuse(limits.wait('credentials', request.ip))
  })
  server.addHook('onResponse', (request, reply, done) => {
    const failed = reply.statusCode === 401 || reply.statusCode === 403
    if (failed && triesToOpen(request)) limits.take('credentials', request.ip)
    done()
  })
}

/** No answer is larger than a client can be expected to hold; streams are not counted. */
export function limitAnswers(server: FastifyInstance, { answerMegabytes }: Limits): void {
  const bytesOf = (payload: unknown) =>
    typeof payload === 'string' ? payload.length : Buffer.isBuffer(payload) ? payload.length : 0
  server.addHook('onSend', (_, reply, payload, done) => {
    const isJson = /json/.test(String(reply.getHeader('content-type')))
    const most = isJson ? answerMegabytes.json : answerMegabytes.file
    const megabytes = bytesOf(payload) / 2 ** 20
    if (megabytes <= most) return done(null, payload)
    reply.removeHeader('content-length')
    done(limitErrors.answerTooLarge({ megabytes: Math.ceil(megabytes), most }))
  })
}

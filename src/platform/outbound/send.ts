import { lookup as lookUpName } from 'node:dns'
import { type IncomingMessage, Agent as PlainAgent, request as plainRequest, type RequestOptions } from 'node:http'
import { Agent as SecureAgent, request as secureRequest } from 'node:https'
import { isIP, type LookupFunction } from 'node:net'
import { AppError } from '#kernel/app-error.ts'
import { traceparentNow } from '../tracing/spans.ts'
import { isTraining } from '../training.ts'
import { type InsideRules, insideRules } from './address-rules.ts'
import { outboundErrors } from './errors.ts'
import { isListed } from './listed.ts'
import { isNamedInside, isThisMachine } from './plain-ways.ts'

/** Whom a request may go to. */
export interface Allowed {
  /** Beginnings of addresses that the administrator wrote; `anywhere` for addresses out of certificates. */
  readonly listed: readonly string[] | 'anywhere'
  /** The setting LANONG_OUTBOUND_PRIVATE. */
  readonly inside: string | undefined
}

export interface Outgoing {
  readonly url: string
  readonly allowed: Allowed
  readonly method?: 'GET' | 'POST' | 'PUT'
  readonly headers?: Readonly<Record<string, string | readonly string[]>>
  readonly body?: string | Uint8Array
  readonly timeoutMs: number
}

export interface Answered {
  readonly status: number
  /** A status of 200 to 299; a redirection is none and is never followed. */
  readonly ok: boolean
  readonly body: Buffer
}

const usualBytes = 1024 * 1024

/** Sends a request and reads its whole answer, up to a size. The only way by which this program calls others over HTTP. */
export async function sendOut(outgoing: Outgoing, mostBytes = usualBytes): Promise<Answered> {
  const { status, ok, stream } = await openOut(outgoing)
  const host = new URL(outgoing.url).host
  const parts: Buffer[] = []
  let size = 0
  try {
    for await (const part of stream) {
      size += (part as Buffer).length
      if (size > mostBytes) throw outboundErrors.tooLarge({ host, bytes: mostBytes })
      parts.push(part as Buffer)
    }
  } catch (error) {
    throw failureOf(error, outgoing)
  } finally {
    stream.destroy()
  }
  return { status, ok, body: Buffer.concat(parts) }
}

export interface OpenAnswer {
  readonly status: number
  readonly ok: boolean
  readonly stream: IncomingMessage
}

/** The same, for an answer that is read as it comes. */
export async function openOut(outgoing: Outgoing): Promise<OpenAnswer> {
  const url = checkUrl(outgoing)
  const host = hostOf(url)
  refuseInTraining(host)
  const rules = rulesFor(outgoing.allowed, host)
  if (isIP(host) && !rules.allows(host, host)) throw outboundErrors.inside({ host, address: host })
  const send = url.protocol === 'https:' ? secureRequest : plainRequest
  const options: RequestOptions = {
    method: outgoing.method ?? 'GET',
    headers: withTrace(outgoing.headers) as Record<string, string | string[]>,
    agent: agentOf(outgoing.allowed, host, url.protocol),
    lookup: checkedLookup(rules),
    signal: AbortSignal.timeout(outgoing.timeoutMs),
  }
  return new Promise((settle, fail) => {
    const request = send(url, options, (stream) => {
      const status = stream.statusCode ?? 0
      settle({ status, ok: status >= 200 && status < 300, stream })
    })
    request.once('error', (error) => fail(failureOf(error, outgoing)))
    request.end(outgoing.body)
  })
}

/** The trace that a request is part of goes with it. https://www.w3.org/TR/trace-context/ */
function withTrace(headers: Outgoing['headers']): Outgoing['headers'] {
  const traceparent = traceparentNow()
  return traceparent === undefined ? headers : { ...headers, traceparent }
}

/** Whatever leaves this machine asks this first, also what is not HTTP. */
export function refuseInTraining(host: string): void {
  if (isTraining()) throw outboundErrors.training({ host })
}

const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '')

/** Throws unless the address is one of the web, without a name and password, and is allowed. */
function checkUrl({ url: given, allowed }: Outgoing): URL {
  const url = URL.parse(given)
  const isWeb = url !== null && /^https?:$/.test(url.protocol) && url.username === '' && url.password === ''
  const ok = isWeb && (allowed.listed === 'anywhere' || isListed(url, allowed.listed))
  if (!ok) throw outboundErrors.notListed({ host: url?.host.slice(0, 100) ?? '' })
  // What certificates point to is signed itself, and comes over HTTP by its standards (RFC 5280, RFC 6960).
  const mayBePlain =
    allowed.listed === 'anywhere' || isThisMachine(url.hostname) || isNamedInside(url.hostname, allowed.inside)
  if (url.protocol === 'http:' && !mayBePlain) throw outboundErrors.plain({ host: url.host.slice(0, 100) })
  return url
}

/** An address of numbers, or this machine, that the administrator wrote out needs no second permission. */
function rulesFor({ listed, inside }: Allowed, host: string): InsideRules {
  const writtenOut = listed !== 'anywhere' && (isIP(host) !== 0 || host === 'localhost')
  return insideRules([inside, writtenOut ? host : undefined].filter(Boolean).join(','))
}

/**
 * Looks a name up and refuses what lies inside. The connection goes to the very addresses that were checked, so a name
 * that answers differently a moment later (DNS rebinding) gains nothing.
 */
export function checkedLookup(rules: InsideRules): LookupFunction {
  return (host, options, done) => {
    lookUpName(host, { ...options, all: true }, (error, found) => {
      if (error) return done(error, '', 0)
      const bad = found.find(({ address }) => !rules.allows(host, address))
      const [first] = found
      if (bad || !first) return done(outboundErrors.inside({ host, address: bad?.address ?? '' }), '', 0)
      return options.all ? done(null, found) : done(null, first.address, first.family)
    })
  }
}

const agents = new Map<string, PlainAgent | SecureAgent>()

/** Connections are used again only by requests of the same rules. */
function agentOf({ listed, inside }: Allowed, host: string, protocol: string): PlainAgent | SecureAgent {
  const name = [protocol, host, listed === 'anywhere', inside].join(' ')
  const known = agents.get(name)
  if (known) return known
  if (agents.size > mostAgents) {
    for (const agent of agents.values()) agent.destroy()
    agents.clear()
  }
  const options = { keepAlive: true, maxSockets: 16, timeout: 60_000 }
  const made =
    protocol === 'https:' ? new SecureAgent({ ...options, minVersion: 'TLSv1.2' }) : new PlainAgent(options)
  agents.set(name, made)
  return made
}

const mostAgents = 200

function failureOf(error: unknown, { url, timeoutMs }: Outgoing): Error {
  if (error instanceof AppError) return error
  const { host } = new URL(url)
  const { name, message, code } = error as NodeJS.ErrnoException
  if (name === 'TimeoutError' || name === 'AbortError')
    return outboundErrors.timeout({ host, seconds: timeoutMs / 1000 }, error)
  return outboundErrors.unreachable({ host, reason: (message || code) ?? '' }, error)
}

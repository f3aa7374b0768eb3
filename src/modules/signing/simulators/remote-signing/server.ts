import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text as readText } from 'node:stream/consumers'
import { setTimeout as pause } from 'node:timers/promises'
import { ActivationModule, Refused } from './activation.ts'
import { methods, type Output, type Service } from './methods.ts'
import { type Issuer, openSubscribers, type Subscriber, type SubscriberGiven } from './subscribers.ts'

/** How the simulator misbehaves when it is told to. */
export interface Misbehaviour {
  /** Milliseconds before every answer. */
  delayMs: number
  /** Method to `refuse` (500), `cut` (connection torn), `hang` (no answer), `garble` (not the protocol). */
  faults: Readonly<Record<string, 'refuse' | 'cut' | 'hang' | 'garble'>>
}

export interface RemoteSigningGiven {
  readonly port: number
  readonly folder: string
  readonly people: readonly SubscriberGiven[]
  readonly issuer: Issuer
  readonly client: { readonly id: string; readonly secret: string }
  readonly multisign?: number
  readonly now: () => number
  /** Sees what the service sends to phones. */
  readonly onMessage?: (to: Subscriber, text: string) => void
}

export interface RemoteSigningSimulator {
  /** Base address of the API. */
  readonly url: string
  readonly behaviour: Misbehaviour
  /** Last message to a subscriber's phone. */
  lastMessage(userId: string): string | undefined
  /** The subscriber taps yes or no in the app; how many questions that answered. */
  tap(userId: string, isYes: boolean): number
  close(): Promise<void>
}

const prefix = '/csc/v2/'
const tokenSeconds = 3600

interface Running {
  readonly service: Service
  readonly client: RemoteSigningGiven['client']
  readonly tokens: Map<string, number>
  readonly behaviour: Misbehaviour
  readonly now: () => number
}

function logIn({ client, tokens, now }: Running, form: string): Output {
  const given = new URLSearchParams(form)
  if (given.get('grant_type') !== 'client_credentials')
    throw new Refused('invalid_request', 'Invalid parameter grant_type')
  if (given.get('client_id') !== client.id || given.get('client_secret') !== client.secret)
    throw new Refused('invalid_request', 'Invalid parameter client_secret')
  const token = randomBytes(24).toString('base64url')
  tokens.set(token, now() + tokenSeconds * 1000)
  return { status: 200, body: { access_token: token, token_type: 'Bearer', expires_in: tokenSeconds } }
}

function perform(running: Running, method: string, authorization: string, body: string): Output {
  if (method === 'oauth2/token') return logIn(running, body)
  const run = methods[method]
  if (!run) throw new Refused('invalid_request', 'No such method', 404)
  const until = running.tokens.get(authorization.replace(/^Bearer /, '')) ?? 0
  if (method !== 'info' && until < running.now())
    throw new Refused('invalid_token', 'The access token is invalid', 401)
  return run(running.service, body === '' ? {} : (JSON.parse(body) as Record<string, unknown>))
}

function outcome(running: Running, method: string, authorization: string, body: string): Output {
  try {
    return perform(running, method, authorization, body)
  } catch (error) {
    if (error instanceof Refused)
      return { status: error.status, body: { error: error.error, error_description: error.message } }
    return { status: 400, body: { error: 'invalid_request', error_description: 'The request is not JSON' } }
  }
}

async function answer(running: Running, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { behaviour } = running
  const method = request.url?.startsWith(prefix) ? request.url.slice(prefix.length) : ''
  const body = await readText(request)
  if (behaviour.delayMs > 0) await pause(behaviour.delayMs)
  const fault = behaviour.faults[method]
  if (fault === 'hang') return
  if (fault === 'cut') return void request.socket.destroy()
  if (fault === 'refuse') return void response.writeHead(503).end()
  if (fault === 'garble') return void response.writeHead(200).end('<html>')
  const { status, body: told } = outcome(running, method, request.headers.authorization ?? '', body)
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(told && JSON.stringify(told))
}

/**
 * A remote signing service after the Cloud Signature Consortium's API v2 on a real socket: keys of subscribers, PIN,
 * one-time codes, approval in an app, activation bound to hashes (SCAL2). It can be told to fail. Its people are invented.
 */
export async function startRemoteSigning(given: RemoteSigningGiven): Promise<RemoteSigningSimulator> {
  const messages = new Map<string, string>()
  const subscribers = await openSubscribers(given.folder, given.people, given.issuer)
  const activation = new ActivationModule(given.now)
  const tell = (to: Subscriber, text: string) => {
    messages.set(to.userId, text)
    given.onMessage?.(to, text)
  }
  const service: Service = {
    issuer: given.issuer,
    subscribers,
    activation,
    multisign: given.multisign ?? 100,
    tell,
  }
  const behaviour: Misbehaviour = { delayMs: 0, faults: {} }
  const running = { service, client: given.client, tokens: new Map(), behaviour, now: given.now }
  const server = createServer((request, response) => void answer(running, request, response))
  server.listen(given.port, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${port}/csc/v2`,
    behaviour,
    lastMessage: (userId) => messages.get(userId),
    tap: (userId, isYes) =>
      subscribers
        .filter((one) => one.userId === userId)
        .reduce((sum, one) => sum + activation.answerApp(one.credentialId, isYes), 0),
    async close() {
      server.closeAllConnections()
      server.close()
      await once(server, 'close')
    },
  }
}

import type { Static, TSchema } from 'typebox'
import { Value } from 'typebox/value'
import { AppError } from '#kernel/app-error.ts'
import { type Outgoing, sendOut } from '#platform/outbound/send.ts'
import { signerErrors } from '../errors.ts'
import { Refusal, TokenAnswer } from './protocol.ts'

export interface ServiceSettings {
  /** Base address: `https://service.example/csc/v2`. */
  readonly url: string
  readonly clientId: string
  readonly clientSecret: string
  readonly timeoutSeconds: number
  /** The setting LANONG_OUTBOUND_PRIVATE. */
  readonly inside?: string | undefined
}

interface Answer {
  readonly status: number
  readonly body: unknown
}

/** The client of a remote signing service: one access token, requests with a limit of time, refusals as coded errors. */
export interface CscClient {
  /** The answer, checked against `schema`. */
  ask<Schema extends TSchema>(method: string, body: object, schema: Schema): Promise<Static<Schema>>
  /** The answer with its status, for the methods that answer in several ways. */
  post(method: string, body: object): Promise<Answer>
}

async function send(
  { url, inside, timeoutSeconds }: ServiceSettings,
  path: string,
  init: Pick<Outgoing, 'headers' | 'body'>,
): Promise<Answer> {
  try {
    const answer = await sendOut({
      url: `${url.replace(/\/$/, '')}/${path}`,
      allowed: { listed: [url], inside },
      method: 'POST',
      timeoutMs: timeoutSeconds * 1000,
      ...init,
    })
    const text = answer.body.toString('utf8')
    return { status: answer.status, body: text === '' ? undefined : readJson(path, text) }
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    if (error.code === 'outbound.timeout') throw signerErrors.remoteTimeout({ seconds: timeoutSeconds }, error)
    if (error.code === 'outbound.unreachable') throw signerErrors.remoteUnreachable({}, error)
    throw error
  }
}

function readJson(method: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw signerErrors.remoteGarbled({ method }, error)
  }
}

export function checked<Schema extends TSchema>(method: string, body: unknown, schema: Schema): Static<Schema> {
  if (!Value.Check(schema, body)) throw signerErrors.remoteGarbled({ method })
  return body
}

/** What the service says when it refuses: §10.1 and the tables of errors of each method. */
function refusal(method: string, body: unknown): Error {
  if (!Value.Check(Refusal, body)) return signerErrors.remoteGarbled({ method })
  const { error, error_description: reason = error } = body
  if (error === 'invalid_authentication_data' || error === 'invalid_otp' || error === 'invalid_pin')
    return signerErrors.authenticationWrong()
  if (error === 'access_denied') return signerErrors.notApproved()
  if (/locked/i.test(reason)) return signerErrors.keyLocked()
  if (/disabled|certificate is expired/i.test(reason)) return signerErrors.keyDisabled()
  if (/parameter (credentialID|userID)/.test(reason)) return signerErrors.unknownCredential()
  return signerErrors.remoteRefused({ reason: reason.slice(0, 200) })
}

interface Token {
  readonly value: string
  readonly until: number
}

const earlySeconds = 30

export function cscClient(settings: ServiceSettings): CscClient {
  let token: Token | undefined
  const logIn = async (): Promise<string> => {
    if (token && token.until > Date.now()) return token.value
    const body = new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: settings.clientId,
      client_secret: settings.clientSecret,
    })
    const headers = { 'content-type': 'application/x-www-form-urlencoded' }
    const answer = await send(settings, 'oauth2/token', { headers, body: body.toString() })
    if (answer.status !== 200) throw signerErrors.remoteClient()
    const { access_token: value, expires_in: seconds = 3600 } = checked('oauth2/token', answer.body, TokenAnswer)
    token = { value, until: Date.now() + (seconds - earlySeconds) * 1000 }
    return value
  }
  const post = async (method: string, body: object, isAgain = false): Promise<Answer> => {
    const authorization = `Bearer ${await logIn()}`
    const headers = { authorization, 'content-type': 'application/json' }
    const answer = await send(settings, method, { headers, body: JSON.stringify(body) })
    if (answer.status === 401 && !isAgain) {
      token = undefined
      return post(method, body, true)
    }
    if (answer.status >= 500) throw signerErrors.remoteUnreachable()
    if (answer.status >= 300) throw refusal(method, answer.body)
    return answer
  }
  return {
    post,
    ask: async (method, body, schema) => checked(method, (await post(method, body)).body, schema),
  }
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Config } from '#platform/config.ts'

/** httpOnly: the session. */
export const sessionCookie = 'lo_session'
/** Readable by our own page, which sends it back in X-CSRF-Token. */
export const csrfCookie = 'lo_csrf'

/** httpOnly: this browser on this machine. It opens nothing; it tells which sessions wait here. */
export const deviceCookie = 'lo_device'

/** The longest that browsers keep a cookie. */
const deviceSeconds = 400 * 86_400

/**
 * Over HTTPS a cookie is set for this host alone and for no page before encryption (`__Host-`); a plain one, which a page of a
 * neighbouring name could have set, counts no more. Over HTTP, at the machine itself, browsers refuse the prefix.
 */
const nameOf = (name: string, secure: boolean) => (secure ? `__Host-${name}` : name)

/** The value of a cookie; read here because requests are authenticated before any plugin has parsed them. */
export function readCookie(
  request: FastifyRequest,
  base: string,
  config: Pick<Config, 'publicUrl'>,
): string | undefined {
  const name = nameOf(base, isSecure(request, config.publicUrl))
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

function isSecure(request: FastifyRequest, publicUrl: string | undefined): boolean {
  return request.protocol === 'https' || (publicUrl ?? '').startsWith('https:')
}

interface CookieCall {
  readonly request: FastifyRequest
  readonly reply: FastifyReply
  readonly publicUrl: string | undefined
}

export interface Cookie {
  readonly name: string
  readonly value: string
  readonly sameSite: 'Strict' | 'Lax'
  /** Read by our own page. */
  readonly readable?: true
  readonly maxAge?: number
}

/** Sets cookies of this host. Values are base64url and need no escaping. */
export function setCookies({ request, reply, publicUrl }: CookieCall, cookies: readonly Cookie[]): void {
  const secure = isSecure(request, publicUrl)
  reply.header(
    'set-cookie',
    cookies.map(({ name, value, sameSite, readable, maxAge }) =>
      [
        `${nameOf(name, secure)}=${value}`,
        ...(readable ? [] : ['HttpOnly']),
        ...(maxAge === undefined ? [] : [`Max-Age=${maxAge}`]),
        'Path=/',
        `SameSite=${sameSite}`,
        ...(secure ? ['Secure'] : []),
      ].join('; '),
    ),
  )
}

/** Sets both cookies; without a token, removes them. */
export function setSessionCookies(
  call: CookieCall,
  values: { readonly token: string; readonly csrf: string; readonly device?: string | undefined } | undefined,
): void {
  const over = values ? {} : { maxAge: 0 }
  setCookies(call, [
    { name: sessionCookie, value: values?.token ?? '', sameSite: 'Strict', ...over },
    { name: csrfCookie, value: values?.csrf ?? '', sameSite: 'Strict', readable: true, ...over },
    ...(values?.device ? [deviceOf(values.device)] : []),
  ])
}

const deviceOf = (device: string): Cookie => ({
  name: deviceCookie,
  value: device,
  sameSite: 'Strict',
  maxAge: deviceSeconds,
})

/** Sets the cookie of this browser alone: before it goes to a foreign provider, from where it comes back without cookies. */
export function keepDevice(call: CookieCall, device: string): void {
  setCookies(call, [deviceOf(device)])
}

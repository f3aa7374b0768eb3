import type { FastifyReply, FastifyRequest } from 'fastify'

/** httpOnly: the session. */
export const sessionCookie = 'lo_session'
/** Readable by our own page, which sends it back in X-CSRF-Token. */
export const csrfCookie = 'lo_csrf'

/** httpOnly: this browser on this machine. It opens nothing; it tells which sessions wait here. */
export const deviceCookie = 'lo_device'

/** The longest that browsers keep a cookie. */
const deviceSeconds = 400 * 86_400

/** The value of a cookie; read here because requests are authenticated before any plugin has parsed them. */
export function readCookie(request: FastifyRequest, name: string): string | undefined {
  const pairs = (request.headers.cookie ?? '').split(';').map((pair) => pair.trim())
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
}

function isSecure(request: FastifyRequest, publicUrl: string | undefined): boolean {
  return request.protocol === 'https' || (publicUrl ?? '').startsWith('https:')
}

/** Sets both cookies; without a token, removes them. Values are base64url and need no escaping. */
export function setSessionCookies(
  call: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly publicUrl: string | undefined },
  values: { readonly token: string; readonly csrf: string; readonly device?: string | undefined } | undefined,
): void {
  const secure = isSecure(call.request, call.publicUrl) ? '; Secure' : ''
  const common = `Path=/; SameSite=Strict${secure}${values ? '' : '; Max-Age=0'}`
  call.reply.header('set-cookie', [
    `${sessionCookie}=${values?.token ?? ''}; HttpOnly; ${common}`,
    `${csrfCookie}=${values?.csrf ?? ''}; ${common}`,
    ...(values?.device ? [`${deviceCookie}=${values.device}; HttpOnly; Max-Age=${deviceSeconds}; ${common}`] : []),
  ])
}

/** Sets the cookie of this browser alone: before it goes to a foreign provider, from where it comes back without cookies. */
export function keepDevice(
  call: { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly publicUrl: string | undefined },
  device: string,
): void {
  const secure = isSecure(call.request, call.publicUrl) ? '; Secure' : ''
  call.reply.header(
    'set-cookie',
    `${deviceCookie}=${device}; HttpOnly; Max-Age=${deviceSeconds}; Path=/; SameSite=Strict${secure}`,
  )
}

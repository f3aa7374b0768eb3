import { Readable } from 'node:stream'
import type { CustomFetch } from 'openid-client'
import type { Context } from '#platform/context.ts'
import { openOut } from '#platform/outbound/send.ts'

/** What openid-client calls through: the foreign provider alone, with the address checked where it leads. */
export function fetchOut(ctx: Context, issuer: string): CustomFetch {
  return async (url, { method, headers, body }) => {
    const sent = body instanceof URLSearchParams ? body.toString() : body
    const { status, stream } = await openOut({
      url,
      allowed: { listed: [new URL(issuer).origin], inside: ctx.config.outboundPrivate },
      method: method === 'POST' ? 'POST' : 'GET',
      headers,
      ...(typeof sent === 'string' || sent instanceof Uint8Array ? { body: sent } : {}),
      timeoutMs: 10_000,
    })
    const told = Object.entries(stream.headers).flatMap(([name, value]): [string, string][] =>
      value === undefined ? [] : [[name, [value].flat().join(', ')]],
    )
    return new Response(Readable.toWeb(stream) as ReadableStream, { status, headers: told })
  }
}

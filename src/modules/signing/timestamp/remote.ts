import type { TimeStamper } from '../cms/build.ts'
import { ask } from '../evidence/ask.ts'
import { signaturePolicy } from '../policy/signature-policy.ts'
import { timeStampRequest } from './authority.ts'
import { timestampErrors, tokenOf } from './token.ts'

/** A time stamper over an authority on the network (RFC 3161 §3.4). */
export function remoteTimeStamper(url: string, inside: string | undefined): TimeStamper {
  return {
    async stamp(hash) {
      const { bytes, nonce } = timeStampRequest(hash)
      const answer = await ask({
        url,
        allowed: { listed: [url], inside },
        timeoutMs: signaturePolicy.timeoutSeconds * 1000,
        body: { type: 'application/timestamp-query', bytes },
      })
      try {
        return tokenOf(answer, nonce)
      } catch {
        throw timestampErrors.refused()
      }
    },
  }
}

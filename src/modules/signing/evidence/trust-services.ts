import { AppError } from '#kernel/app-error.ts'
import type { Context } from '#platform/context.ts'
import { hasDemoAuthority, openAuthority } from '../authority.ts'
import type { TimeStamper, WillingStamper } from '../cms/build.ts'
import { signingErrors } from '../errors.ts'
import { installedTrust } from '../installed-trust.ts'
import { signaturePolicy } from '../policy/signature-policy.ts'
import { remoteTimeStamper } from '../timestamp/remote.ts'
import { stampedAt } from '../timestamp/token.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { Trust } from '../x509/chain.ts'
import { type AskRevocation, askOverNetwork } from './ask-revocation.ts'
import { askDemo } from './demo-answers.ts'

/** Those outside of the hospital who vouch for signatures. */
export interface TrustServices {
  readonly trust: Trust
  readonly stamper: TimeStamper
  readonly askRevocation: AskRevocation
}

export const isDown = (error: unknown): error is AppError =>
  error instanceof AppError && error.category === 'unavailable'

export const isClockWrong = (error: AppError): boolean => error.code === 'signing.clockWrong'

/** A token that is far from our own time says that one of two clocks is wrong; signatures must not carry that on. */
function withClock(ctx: Context, stamper: TimeStamper): TimeStamper {
  return {
    async stamp(hash) {
      const token = await stamper.stamp(hash)
      const seconds = Math.round(Math.abs(stampedAt(token).getTime() - ctx.now().getTime()) / 1000)
      if (seconds > signaturePolicy.mostClockSkewSeconds) throw signingErrors.clockWrong({ seconds })
      return token
    },
  }
}

async function stamperOf(ctx: Context): Promise<TimeStamper> {
  const { timeStampUrl, dataDir, outboundPrivate } = ctx.config
  if (timeStampUrl !== undefined) return remoteTimeStamper(timeStampUrl, outboundPrivate)
  if (!hasDemoAuthority(dataDir)) throw signingErrors.noTimeStamps()
  return (await openAuthority(ctx)).stamper
}

/** Who vouches for the signatures of this installation. */
export async function openTrustServices(ctx: Context): Promise<TrustServices> {
  const root = hasDemoAuthority(ctx.config.dataDir) ? (await openAuthority(ctx)).root : undefined
  const isOwn = (issuer: Certificate) => root?.der.equals(issuer.der) ?? false
  const own = askDemo(ctx)
  return {
    trust: await installedTrust(ctx),
    stamper: withClock(ctx, await stamperOf(ctx)),
    askRevocation: (certificate, issuer) =>
      isOwn(issuer) ? own(certificate, issuer) : askOverNetwork(certificate, issuer, ctx.config.outboundPrivate),
  }
}

/**
 * The time stamper to sign papers with. While the authority is down it gives none, and the signature stays at level B-B
 * as a debt, or it refuses, as the policy of the house says. A wrong clock is refused always.
 */
export async function paperStamper(ctx: Context): Promise<WillingStamper> {
  const { stamper } = await openTrustServices(ctx)
  if (signaturePolicy.timeStampDown === 'refuse') return stamper
  return {
    async stamp(hash) {
      try {
        return await stamper.stamp(hash)
      } catch (error) {
        if (!isDown(error) || isClockWrong(error)) throw error
        ctx.log.warn({ code: error.code }, 'signed without time stamp')
        return undefined
      }
    },
  }
}

import type { Context } from '#platform/context.ts'
import { addCmsArchiveTimeStamp, addCmsProofs, addSignatureTimeStamp } from '../cms/grow.ts'
import { readSignedMessage } from '../cms/read.ts'
import { judgeCms } from '../cms/verify-detached.ts'
import { oids } from '../der/oids.ts'
import { signaturePolicy } from '../policy/signature-policy.ts'
import type { Judgement } from '../report/judge.ts'
import { oneSignature } from '../report/one-signature.ts'
import { proofsOfMessage } from './collect-proofs.ts'
import { type CompletedPaper, outcomeOf, type Step, tryStep } from './complete-paper.ts'
import { openTrustServices, type TrustServices } from './trust-services.ts'

/** The digest that the signer signed: the content itself need not be at hand to prove more. */
const digestOf = (signature: Buffer): Buffer =>
  readSignedMessage(signature).attributes.get(oids.messageDigest)?.content ?? Buffer.alloc(0)

const judged = (signature: Buffer, services: TrustServices, now: Date): Judgement =>
  judgeCms(() => digestOf(signature), signature, { roots: services.trust.roots, crls: [] }, now)

/** Steps that build on one another: after one that a service was down for, none is taken. */
async function inSteps(bytes: Buffer, steps: readonly ((bytes: Buffer) => Promise<Step>)[]): Promise<Step> {
  let done: Step = { bytes, failure: undefined }
  for (const step of steps) {
    done = await step(done.bytes)
    if (done.failure) return done
  }
  return done
}

/**
 * Adds to a signature beside its content what it will be checked by, and a time stamp over it all (CAdES B-LT and B-LTA).
 * A service that is down leaves a debt, or refuses, as the policy of the house says.
 */
export async function completeDetached(
  ctx: Context,
  signature: Buffer,
  { renew = false }: { readonly renew?: boolean } = {},
): Promise<CompletedPaper> {
  const services = await openTrustServices(ctx)
  const { timeStampDown, revocationDown } = signaturePolicy
  const levelOf = (bytes: Buffer) => judged(bytes, services, ctx.now()).level
  const done = await inSteps(signature, [
    (bytes) =>
      tryStep(bytes, timeStampDown, async () =>
        levelOf(bytes) === 'B-B' ? addSignatureTimeStamp(bytes, services.stamper) : bytes,
      ),
    (bytes) =>
      tryStep(bytes, revocationDown, async () =>
        addCmsProofs(bytes, await proofsOfMessage(readSignedMessage(bytes), 'document', services)),
      ),
    (bytes) =>
      tryStep(bytes, timeStampDown, async () =>
        renew || levelOf(bytes) !== 'B-LTA'
          ? addCmsArchiveTimeStamp(bytes, digestOf(bytes), services.stamper)
          : bytes,
      ),
  ])
  const report = oneSignature('cades', {
    ...judged(done.bytes, services, ctx.now()),
    field: 'signature',
    reason: undefined,
    signed: undefined,
    later: [],
  })
  return { bytes: done.bytes, outcome: outcomeOf(report, 'B-LTA', done.failure) }
}

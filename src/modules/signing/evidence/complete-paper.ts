import type { Context } from '#platform/context.ts'
import { addDocumentTimeStamp } from '../pades/document-time-stamp.ts'
import { addProofs } from '../pades/proofs.ts'
import { verifyPaper } from '../pades/verify.ts'
import { signaturePolicy, type WhenDown } from '../policy/signature-policy.ts'
import type { Level, SignatureReport, ValidationReport } from '../report/report.ts'
import { collectProofs } from './collect-proofs.ts'
import { isClockWrong, isDown, openTrustServices, type TrustServices } from './trust-services.ts'

/** How far a signed paper is proven, and what it is still owed. */
export interface Outcome {
  readonly level: Level
  readonly wanted: 'B-LT' | 'B-LTA'
  readonly state: 'accepted' | 'waiting' | 'refused'
  /** Code of the error, or what is wrong with a signature. */
  readonly reason: string | undefined
  /** End of what the newest time stamp rests on. */
  readonly renewBy: Date | undefined
}

export interface CompletedPaper {
  readonly bytes: Buffer
  readonly outcome: Outcome
}

const levels: readonly Level[] = ['B-B', 'B-T', 'B-LT', 'B-LTA']
const rank = (level: Level): number => levels.indexOf(level)

function lowest(signatures: readonly SignatureReport[]): Level {
  return levels[Math.min(...signatures.map(({ level }) => rank(level)))] ?? 'B-B'
}

function renewBy({ signatures }: ValidationReport): Date | undefined {
  const ends = signatures.map((one) => (one.archiveTimeStamps.at(-1) ?? one.timeStamp)?.validTo)
  return ends.filter((end) => end !== undefined).sort((a, b) => a.getTime() - b.getTime())[0]
}

/** What a report says of how far signatures are proven. */
export function outcomeOf(
  report: ValidationReport,
  wanted: Outcome['wanted'],
  failure: string | undefined,
): Outcome {
  const level = lowest(report.signatures)
  const fault = report.signatures.flatMap(({ faults }) => faults)[0]
  const base = { level, wanted, renewBy: renewBy(report) }
  if (fault) return { ...base, state: 'refused', reason: fault }
  if (rank(level) >= rank(wanted)) return { ...base, state: 'accepted', reason: undefined }
  const doubt = report.signatures.flatMap(({ doubts }) => doubts)[0]
  return { ...base, state: 'waiting', reason: failure ?? doubt ?? 'revocation-unknown' }
}

interface Wish {
  /** Everybody has signed: the whole is time-stamped with its proofs, so that it lasts. */
  readonly last: boolean
  /** The archive time stamp is renewed even though it is there. */
  readonly renew?: boolean
}

export interface Step {
  readonly bytes: Buffer
  /** Code of the error when a service was down and the policy lets the paper wait. */
  readonly failure: string | undefined
}

/** Takes a step, or leaves the file as it is while a service is down and the house lets papers wait. */
export async function tryStep(bytes: Buffer, whenDown: WhenDown, step: () => Promise<Buffer>): Promise<Step> {
  try {
    return { bytes: await step(), failure: undefined }
  } catch (error) {
    if (!isDown(error) || isClockWrong(error) || whenDown === 'refuse') throw error
    return { bytes, failure: error.code }
  }
}

type WhenServicesAreDown = Pick<typeof signaturePolicy, 'revocationDown' | 'timeStampDown'>

/** The steps of `completePaper` with given services. */
export async function provePaper(
  bytes: Buffer,
  { last, renew }: Wish,
  services: TrustServices,
  now: Date,
  { revocationDown, timeStampDown }: WhenServicesAreDown = signaturePolicy,
): Promise<Step> {
  const { signatures } = verifyPaper(bytes, { roots: services.trust.roots, crls: [] }, now)
  const lacking = new Set(signatures.filter(({ level }) => rank(level) < rank('B-LT')).map(({ field }) => field))
  const proven = await tryStep(bytes, revocationDown, async () => {
    const parts = await collectProofs(
      bytes,
      services,
      (one) => one.kind === 'time-stamp' || lacking.has(one.field),
    )
    return parts.length > 0 ? addProofs(bytes, parts) : bytes
  })
  const isTimeless = signatures.some(({ level }) => level === 'B-B')
  const isToLast = last && !proven.failure && (renew || signatures.some(({ level }) => level !== 'B-LTA'))
  if (!isTimeless && !isToLast) return proven
  const stamped = await tryStep(proven.bytes, timeStampDown, () =>
    addDocumentTimeStamp(proven.bytes, services.stamper),
  )
  return { bytes: stamped.bytes, failure: proven.failure ?? stamped.failure }
}

/**
 * Adds to a signed paper what it will be checked by: certificates, what their authorities say of them, and on the last
 * signature a time stamp over it all (PAdES B-LT and B-LTA). Only adds bytes. A service that is down leaves a debt, or
 * refuses, as the policy of the house says; a signature without time stamp gets one over the whole file.
 */
export async function completePaper(ctx: Context, bytes: Buffer, wish: Wish): Promise<CompletedPaper> {
  const services = await openTrustServices(ctx)
  const done = await provePaper(bytes, wish, services, ctx.now())
  const report = verifyPaper(done.bytes, services.trust, ctx.now())
  return { bytes: done.bytes, outcome: outcomeOf(report, wish.last ? 'B-LTA' : 'B-LT', done.failure) }
}

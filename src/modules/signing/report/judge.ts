import { areAccepted } from '../policy/algorithms.ts'
import type { TimeStampVerdict } from '../timestamp/token.ts'
import type { Certificate } from '../x509/certificate.ts'
import { type ChainVerdict, checkChain, type Trust } from '../x509/chain.ts'
import { nothingKnown } from '../x509/revocation.ts'
import { describeChain, describeRevocation, describeSigner, describeStamp } from './describe.ts'
import type { Level, SignatureDoubt, SignatureFault, SignatureReport } from './report.ts'

/** A time stamp and how much of the file it covers. */
export interface Stamp {
  readonly verdict: TimeStampVerdict
  readonly end: number
}

/** What every format brings to the same judgement. */
export interface Claim {
  readonly certificate: Certificate | undefined
  readonly between: readonly Certificate[]
  readonly digest: 'sha256' | 'sha384' | 'sha512' | undefined
  /** What is wrong with the signature itself. */
  readonly faults: readonly (SignatureFault | undefined)[]
  readonly claimedAt: Date | undefined
  readonly end: number
  /** Of the signature value. */
  readonly timeStamp: TimeStampVerdict | undefined
  /** Over the file with its proofs, oldest first. */
  readonly archive: readonly Stamp[]
  /** Trust with the proofs that travel in the file, and only with these. */
  readonly trust: Trust
  readonly own: Trust
  /** The proofs that the newest archive time stamp covers. */
  readonly stamped: Trust
  readonly now: Date
}

export type Judgement = Omit<SignatureReport, 'field' | 'reason' | 'signed' | 'later'>

const stampFaults = (stamp: TimeStampVerdict | undefined): SignatureFault | undefined => {
  if (!stamp?.fault) return undefined
  return stamp.fault === 'untrusted' ? 'time-stamp-untrusted' : 'time-stamp-wrong'
}

/** Whether a time stamp can be relied on: until one of `covering`, which can, was put over it, or else until now. */
function holds({ verdict, end }: Stamp, covering: readonly Stamp[], now: Date): boolean {
  const { path, digest, at } = verdict
  const [authority] = path
  if (verdict.fault || !authority) return false
  const until = covering.find((later) => later.end > end && later.verdict.at >= at)?.verdict.at ?? now
  return until <= authority.notAfter && areAccepted({ digest, key: authority.publicKey }, until)
}

/** The archive time stamps that can be relied on, oldest first. */
function holding({ archive, now }: Claim): Stamp[] {
  const found: Stamp[] = []
  for (const stamp of [...archive].reverse()) if (holds(stamp, found, now)) found.unshift(stamp)
  return found
}

interface Time {
  readonly at: Date | undefined
  readonly doubt: SignatureDoubt | undefined
}

/** When the signature certainly existed. */
function timeOf(claim: Claim): Time {
  const { timeStamp, archive, end } = claim
  const stamps = [...(timeStamp ? [{ verdict: timeStamp, end }] : []), ...archive].filter(
    (one) => !one.verdict.fault,
  )
  const oldest = stamps.sort((a, b) => a.verdict.at.getTime() - b.verdict.at.getTime())
  const [first] = oldest
  if (!first) return { at: claim.claimedAt, doubt: 'no-time-stamp' }
  const covering = holding(claim)
  const held = oldest.find((one) => holds(one, covering, claim.now))
  return held ? { at: held.verdict.at, doubt: undefined } : { at: first.verdict.at, doubt: 'time-stamp-aged' }
}

const unknownChain: ChainVerdict = { fault: undefined, path: [], revocation: nothingKnown }

function levelOf(claim: Claim, time: Time): Level {
  const { certificate, between, own, stamped } = claim
  const isGood = (trust: Trust) =>
    certificate !== undefined &&
    checkChain(certificate, between, trust, time.at ?? claim.now, 'document').revocation.state === 'good'
  if (time.doubt === 'no-time-stamp') return 'B-B'
  if (!isGood(own)) return 'B-T'
  return claim.archive.length > 0 && isGood(stamped) ? 'B-LTA' : 'B-LT'
}

/** The verdict on one signature: the same for every format. */
export function judge(claim: Claim): Judgement {
  const { certificate, digest, timeStamp, archive } = claim
  const time = timeOf(claim)
  const at = time.at ?? claim.now
  const chain = certificate ? checkChain(certificate, claim.between, claim.trust, at, 'document') : unknownChain
  const accepted = !certificate || !digest || areAccepted({ digest, key: certificate.publicKey }, at)
  const faults = [
    ...claim.faults,
    stampFaults(timeStamp),
    ...archive.map(({ verdict }) => stampFaults(verdict)),
    chain.fault,
    accepted ? undefined : ('algorithm-refused' as const),
  ].filter((fault) => fault !== undefined)
  const doubts = [
    time.doubt,
    chain.revocation.state === 'unknown' ? ('revocation-unknown' as const) : undefined,
  ].filter((doubt) => doubt !== undefined)
  return {
    ...describeSigner(certificate, digest),
    at: time.at,
    level: levelOf(claim, time),
    verdict: faults.length > 0 ? 'invalid' : doubts.length > 0 ? 'undecided' : 'valid',
    faults: [...new Set(faults)],
    doubts,
    chain: describeChain(chain.path),
    revocation: describeRevocation(chain.revocation),
    revocationChecked: chain.revocation.state !== 'unknown',
    timeStamp: timeStamp && describeStamp(timeStamp),
    archiveTimeStamps: archive.map(({ verdict }) => describeStamp(verdict)),
    end: claim.end,
  }
}

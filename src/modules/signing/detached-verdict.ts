import { verifyCms } from './cms/verify-detached.ts'
import type { Level } from './report/report.ts'
import type { Trust } from './x509/chain.ts'

/** What a signature that stands beside its content turns out to be. */
export interface DetachedVerdict {
  readonly signer: string
  readonly at: Date | undefined
  /** SHA-256 (hex) of the certificate of the signer. */
  readonly certificate: string | undefined
  /** How far it is proven. */
  readonly level?: Level
  /** Message keys below `signing.verify.fault`. */
  readonly faults: readonly string[]
}

/** Signed while no authority gave time stamps: owed, and no fault where the policy of the house lets it wait. */
export const owedFault = 'no-time-stamp'

/** Checks a signature that stands beside its content. */
export function verifyDetached(content: Buffer, signature: Buffer, trust: Trust): DetachedVerdict {
  const [found] = verifyCms(content, signature, trust, new Date()).signatures
  if (!found) return { signer: '', at: undefined, certificate: undefined, faults: ['unreadable'] }
  const { signer, certificate, level, faults, doubts } = found
  const stamp = found.timeStamp ?? found.archiveTimeStamps[0]
  const owed = doubts.includes(owedFault) ? [owedFault] : []
  return { signer, at: stamp?.at, certificate, level, faults: [...faults, ...owed] }
}

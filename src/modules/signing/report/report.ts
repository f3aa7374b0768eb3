import type { CmsFault } from '../cms/verify.ts'
import type { ChainFault } from '../x509/chain.ts'

/** What makes a signature wrong. */
export type SignatureFault =
  | CmsFault
  | ChainFault
  /** ByteRange does not cover everything but the signature itself. */
  | 'coverage'
  | 'unreadable'
  | 'changed-later'
  | 'time-stamp-wrong'
  | 'time-stamp-untrusted'
  | 'algorithm-refused'

/** What cannot be decided, or not yet: the signature is neither proven nor disproven. */
export type SignatureDoubt =
  /** Only the signer's own clock says when it was signed. */
  | 'no-time-stamp'
  /** Nothing tells whether the certificate was revoked when it was used. */
  | 'revocation-unknown'
  /** The newest time stamp is older than what it can be checked by: it was not renewed in time. */
  | 'time-stamp-aged'

/** PAdES, XAdES, CAdES and JAdES name their levels alike. */
export type Level = 'B-B' | 'B-T' | 'B-LT' | 'B-LTA'

export interface CertificateReport {
  readonly name: string
  readonly issuer: string
  /** Hexadecimal. */
  readonly serial: string
  readonly sha256: string
  readonly validFrom: Date
  readonly validTo: Date
}

export interface RevocationReport {
  readonly state: 'good' | 'revoked' | 'unknown'
  readonly source: 'ocsp' | 'crl' | undefined
  /** When the authority said so. */
  readonly saidAt: Date | undefined
  readonly revokedAt: Date | undefined
}

export interface TimeStampReport {
  readonly at: Date
  readonly authority: string
  readonly fault: 'other-content' | 'signature-wrong' | 'untrusted' | undefined
  /** End of the authority's certificate or algorithms: until then it must be covered by a newer time stamp. */
  readonly validTo: Date | undefined
}

/** What a later part of the file brought: allowed are signatures in places that waited, proofs and time stamps. */
export type LaterPart = 'signature' | 'proofs' | 'time-stamp' | 'other'

/** Everything that is known of one signature. */
export interface SignatureReport {
  /** Place on the paper, or the id of the signature in an XML or JSON file. */
  readonly field: string
  readonly signer: string
  readonly organization: string | undefined
  readonly title: string | undefined
  /** As what the person signed. */
  readonly reason: string | undefined
  /** When it was signed: by the oldest time stamp that holds, else as the signer's computer said. */
  readonly at: Date | undefined
  readonly level: Level
  readonly verdict: 'valid' | 'undecided' | 'invalid'
  readonly faults: readonly SignatureFault[]
  readonly doubts: readonly SignatureDoubt[]
  /** Exactly which bytes were signed. */
  readonly signed: { readonly sha256: string; readonly bytes: number } | undefined
  /** SHA-256 (hex) of the certificate. */
  readonly certificate: string | undefined
  /** From the signer to the root. */
  readonly chain: readonly CertificateReport[]
  readonly revocation: RevocationReport
  readonly revocationChecked: boolean
  readonly timeStamp: TimeStampReport | undefined
  /** Time stamps over the file with its proofs, oldest first. */
  readonly archiveTimeStamps: readonly TimeStampReport[]
  readonly algorithms: { readonly digest: string; readonly key: string } | undefined
  /** What came after it, oldest first. */
  readonly later: readonly LaterPart[]
  /** Length of the file when this was signed. */
  readonly end: number
}

/** The outcome of checking a signed file, as data; `sayReport` tells it in words. */
export interface ValidationReport {
  readonly format: 'pades' | 'xades' | 'cades' | 'jades'
  /**
   * `whole`: every signature is right and nothing came after; `undecided`: nothing is wrong, but not everything could be
   * proven; `broken`: something is wrong; `unsigned`: there is no signature.
   */
  readonly verdict: 'whole' | 'undecided' | 'broken' | 'unsigned'
  readonly signatures: readonly SignatureReport[]
  /** Names of signature fields that nobody has signed. */
  readonly open: readonly string[]
  /** Bytes that stand after everything that is signed. */
  readonly added: number
  readonly unreadable: boolean
  /** Code of the error when the file could not be read: damaged, encrypted. */
  readonly error: string | undefined
}

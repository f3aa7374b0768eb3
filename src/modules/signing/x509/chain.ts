import type { Certificate } from './certificate.ts'
import type { Crl } from './crl.ts'

export interface Trust {
  readonly roots: readonly Certificate[]
  readonly crls: readonly Crl[]
}

export type ChainFault =
  | 'unknown-authority'
  | 'not-yet-valid'
  | 'expired'
  | 'wrong-use'
  | 'revoked'
  | 'bad-certificate'

export interface ChainVerdict {
  readonly fault: ChainFault | undefined
  /** From the signer to the root, as far as it was found. */
  readonly path: readonly Certificate[]
  /** Whether a revocation list of the issuer, right at that time, was looked at. */
  readonly revocationChecked: boolean
}

const maxPath = 5

function issuerOf(certificate: Certificate, candidates: readonly Certificate[]): Certificate | undefined {
  return candidates.find(
    (item) =>
      item.subject.equals(certificate.issuer) &&
      item.authority &&
      (item.keyUsage?.has(5) ?? true) &&
      certificate.x509.verify(item.publicKey),
  )
}

function pathTo(
  leaf: Certificate,
  between: readonly Certificate[],
  roots: readonly Certificate[],
): Certificate[] | undefined {
  const path = [leaf]
  for (let current = leaf; path.length <= maxPath; ) {
    if (roots.some((root) => root.der.equals(current.der))) return path
    const issuer = issuerOf(current, roots) ?? issuerOf(current, between)
    if (!issuer || path.includes(issuer)) return undefined
    path.push(issuer)
    current = issuer
  }
  return undefined
}

function faultOf(certificate: Certificate, at: Date): ChainFault | undefined {
  if (certificate.unknownCritical.length > 0) return 'bad-certificate'
  if (at < certificate.notBefore) return 'not-yet-valid'
  if (at > certificate.notAfter) return 'expired'
  return undefined
}

/** Whether the leaf may do this: a document needs digitalSignature or nonRepudiation, a time stamp its one purpose. */
function mayServe(leaf: Certificate, use: 'document' | 'timestamp'): boolean {
  if (leaf.authority) return false
  const usage = leaf.keyUsage
  if (usage && !usage.has(0) && !usage.has(1)) return false
  const purposes = leaf.extendedKeyUsage
  const stamping = purposes.includes('1.3.6.1.5.5.7.3.8')
  return use === 'timestamp' ? stamping && purposes.length === 1 : !stamping
}

/** Builds the path from a signer to a trusted root and checks it at the time of signing (RFC 5280 §6, without policies). */
export function checkChain(
  leaf: Certificate,
  between: readonly Certificate[],
  trust: Trust,
  at: Date,
  use: 'document' | 'timestamp',
): ChainVerdict {
  const path = pathTo(leaf, between, trust.roots)
  if (!path) return { fault: 'unknown-authority', path: [leaf], revocationChecked: false }
  const issuer = path[1]
  const lists = issuer ? trust.crls.filter((crl) => crl.issuer.equals(issuer.subject) && crl.signedBy(issuer)) : []
  const revoked = lists.some((crl) =>
    crl.revoked.some((entry) => entry.serial.equals(leaf.serial) && entry.at <= at),
  )
  const fault =
    path.map((item) => faultOf(item, at)).find((item) => item !== undefined) ??
    (mayServe(leaf, use) ? undefined : 'wrong-use') ??
    (revoked ? 'revoked' : undefined)
  return { fault, path, revocationChecked: lists.length > 0 }
}

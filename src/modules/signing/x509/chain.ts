import { signatureDigests } from '../der/oids.ts'
import type { Certificate } from './certificate.ts'
import { nothingKnown, type RevocationEvidence, type RevocationFinding, revocationAt } from './revocation.ts'

/** Whom to believe, and what they say of their certificates. */
export interface Trust extends RevocationEvidence {
  readonly roots: readonly Certificate[]
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
  /** Of the signer's certificate; unknown as well when it is unknown of an authority between it and the root. */
  readonly revocation: RevocationFinding
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

/** An issuer's signature by an old digest (SHA-1, MD5) can be forged; a root is trusted without one. */
const isSignedWell = (certificate: Certificate): boolean => signatureDigests[certificate.signedBy] !== undefined

/** Whether the leaf may do this: a document needs digitalSignature or nonRepudiation, a time stamp its one purpose. */
function mayServe(leaf: Certificate, use: 'document' | 'timestamp'): boolean {
  if (leaf.authority) return false
  const usage = leaf.keyUsage
  if (usage && !usage.has(0) && !usage.has(1)) return false
  const purposes = leaf.extendedKeyUsage
  const stamping = purposes.includes('1.3.6.1.5.5.7.3.8')
  return use === 'timestamp' ? stamping && purposes.length === 1 : !stamping
}

/** The first revoked certificate of the path decides, then the first of which nothing is known, then the signer's own. */
function revocationOf(path: readonly Certificate[], trust: Trust, at: Date): RevocationFinding {
  const findings = path.slice(0, -1).map((certificate, i) => {
    const issuer = path[i + 1]
    return issuer ? revocationAt(certificate, issuer, trust, at) : nothingKnown
  })
  const first = (state: RevocationFinding['state']) => findings.find((one) => one.state === state)
  return first('revoked') ?? first('unknown') ?? findings[0] ?? nothingKnown
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
  if (!path) return { fault: 'unknown-authority', path: [leaf], revocation: nothingKnown }
  const revocation = revocationOf(path, trust, at)
  const fault =
    (path.slice(0, -1).every(isSignedWell) ? undefined : 'bad-certificate') ??
    path.map((item) => faultOf(item, at)).find((item) => item !== undefined) ??
    (mayServe(leaf, use) ? undefined : 'wrong-use') ??
    (revocation.state === 'revoked' ? 'revoked' : undefined)
  return { fault, path, revocation }
}

import { createHash, verify } from 'node:crypto'
import { digestNames, oids, signatureDigests } from '../der/oids.ts'
import { child, readOid } from '../der/read.ts'
import type { Certificate } from '../x509/certificate.ts'
import type { SignedMessage } from './read.ts'

/** What can be wrong with a signature as mathematics, before any question of trust. */
export type CmsFault =
  | 'no-certificate'
  | 'digest-mismatch'
  | 'content-type'
  | 'signature-wrong'
  | 'certificate-not-bound'

/** Plain `rsaEncryption` leaves the digest to the message; the others must repeat it. */
function algorithmFits(message: SignedMessage): boolean {
  const { signatureAlgorithm, digest } = message
  return signatureAlgorithm === oids.rsaEncryption || signatureDigests[signatureAlgorithm] === digest
}

/** Whether signed attribute signing-certificate-v2 names this certificate by its hash. */
function bound(message: SignedMessage, certificate: Certificate): boolean {
  const value = message.attributes.get(oids.signingCertificateV2)
  if (!value) return false
  const id = child(child(value, 0, 0x30), 0, 0x30)
  const first = child(id, 0)
  const explicit = first.tag === 0x30
  const algorithm = explicit ? digestNames[readOid(child(first, 0))] : 'sha256'
  const hash = explicit ? child(id, 1, 0x04).content : first.content
  return algorithm !== undefined && createHash(algorithm).update(certificate.der).digest().equals(hash)
}

/**
 * Checks a signed message against the digest of its content.
 *
 * @param contentDigest digest of the content by `message.digest`
 */
export function cmsFault(message: SignedMessage, contentDigest: Buffer): CmsFault | undefined {
  const certificate = message.signerCertificate
  if (!certificate) return 'no-certificate'
  const digest = message.attributes.get(oids.messageDigest)
  if (!digest?.content.equals(contentDigest)) return 'digest-mismatch'
  const type = message.attributes.get(oids.contentType)
  if (!type || readOid(type) !== message.contentType) return 'content-type'
  if (!algorithmFits(message)) return 'signature-wrong'
  if (!verify(message.digest, message.signedBytes, certificate.publicKey, message.signature))
    return 'signature-wrong'
  if (!bound(message, certificate)) return 'certificate-not-bound'
  return undefined
}

import { type KeyObject, sign, verify } from 'node:crypto'
import { oids, signatureDigests } from '../der/oids.ts'
import { child, type DerNode, readDer, readOid, readTime } from '../der/read.ts'
import * as der from '../der/write.ts'
import type { Certificate } from './certificate.ts'
import { signatureAlgorithm } from './issue.ts'

export interface RevokedCertificate {
  /** Encoded INTEGER of the serial number. */
  readonly serial: Buffer
  readonly at: Date
}

/** Whether `bytes` carry a right signature of `key` by an algorithm that is accepted. */
export function isSignedBy(bytes: Buffer, algorithm: DerNode, signature: DerNode, key: KeyObject): boolean {
  const digest = signatureDigests[readOid(child(algorithm, 0))]
  return digest !== undefined && verify(digest, bytes, key, signature.content.subarray(1))
}

/** Makes a certificate revocation list, version 2 (RFC 5280 §5). */
export function issueCrl(
  issuer: Certificate,
  key: KeyObject,
  list: {
    readonly number: number
    readonly at: Date
    readonly next: Date
    readonly revoked: readonly RevokedCertificate[]
  },
): Buffer {
  const algorithm = signatureAlgorithm(key)
  const revoked = list.revoked.map((entry) => der.sequence(entry.serial, der.certificateTime(entry.at)))
  const tbs = der.sequence(
    der.integer(1),
    algorithm,
    issuer.subject,
    der.certificateTime(list.at),
    der.certificateTime(list.next),
    ...(revoked.length > 0 ? [der.sequence(...revoked)] : []),
    der.context(0, der.sequence(der.sequence(der.oid(oids.crlNumber), der.octets(der.integer(list.number))))),
  )
  return der.sequence(tbs, algorithm, der.bitString(sign('sha256', tbs, key)))
}

export interface Crl {
  readonly der: Buffer
  readonly issuer: Buffer
  readonly thisUpdate: Date
  readonly nextUpdate: Date | undefined
  readonly revoked: readonly RevokedCertificate[]
  /** Whether the list carries a right signature of `issuer`. */
  signedBy(issuer: Certificate): boolean
}

/** Reads a revocation list. */
export function readCrl(bytes: Uint8Array): Crl {
  const list = readDer(bytes)
  const tbs = child(list, 0, 0x30)
  const at = tbs.children[0]?.tag === 0x02 ? 1 : 0
  const isTime = (tag: number | undefined) => tag === 0x17 || tag === 0x18
  const next = tbs.children[at + 3]
  const hasNext = isTime(next?.tag)
  const entries = tbs.children[at + (hasNext ? 4 : 3)]
  return {
    der: list.bytes,
    issuer: child(tbs, at + 1, 0x30).bytes,
    thisUpdate: readTime(child(tbs, at + 2)),
    nextUpdate: next && hasNext ? readTime(next) : undefined,
    revoked:
      entries?.tag === 0x30
        ? entries.children.map((entry) => ({ serial: child(entry, 0, 0x02).bytes, at: readTime(child(entry, 1)) }))
        : [],
    signedBy: (issuer) => isSignedBy(tbs.bytes, child(list, 1, 0x30), child(list, 2, 0x03), issuer.publicKey),
  }
}

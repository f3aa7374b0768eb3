import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto'
import { oids } from '../der/oids.ts'
import * as der from '../der/write.ts'
import { type Certificate, readCertificate } from './certificate.ts'

/** Who a certificate names. `serialNumber` is the licence or staff number that tells namesakes apart. */
export interface SubjectName {
  readonly commonName: string
  readonly organization?: string
  readonly title?: string
  readonly serialNumber?: string
}

export type CertificateKind = 'root' | 'signer' | 'seal' | 'timestamp' | 'ocsp' | 'server'

export interface CertificateRequest {
  readonly kind: CertificateKind
  readonly subject: SubjectName
  readonly publicKey: KeyObject
  readonly notBefore: Date
  readonly notAfter: Date
  /** Absent for a self-signed root. */
  readonly issuer?: Certificate
  readonly issuerKey: KeyObject
  /** Where the revocation list of the issuer can be fetched. */
  readonly crlUrl?: string
  /** Where the issuer answers for the state of the certificate. */
  readonly ocspUrl?: string
  /** Names and addresses that a server answers to. */
  readonly hosts?: readonly string[]
}

function name(subject: SubjectName): Buffer {
  const part = (id: string, value: Buffer) => tlvSet(der.sequence(der.oid(id), value))
  const tlvSet = (item: Buffer) => der.setOf(item)
  const parts = [part(oids.country, der.printable('VN'))]
  if (subject.organization) parts.push(part(oids.organization, der.utf8(subject.organization)))
  if (subject.title) parts.push(part(oids.title, der.utf8(subject.title)))
  parts.push(part(oids.commonName, der.utf8(subject.commonName)))
  if (subject.serialNumber) parts.push(part(oids.serialNumber, der.printable(subject.serialNumber)))
  return der.sequence(...parts)
}

/** AlgorithmIdentifier of a signature by `key` over SHA-256. */
export function signatureAlgorithm(key: KeyObject): Buffer {
  return key.asymmetricKeyType === 'ec'
    ? der.sequence(der.oid(oids.ecdsaWithSha256))
    : der.sequence(der.oid(oids.sha256WithRsa), der.nothing())
}

const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' })
const keyId = (key: KeyObject): Buffer => createHash('sha256').update(spki(key)).digest().subarray(0, 20)

const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
  der.sequence(der.oid(id), ...(critical ? [der.boolean(true)] : []), der.octets(value))

/** Key usage and purpose by kind: RFC 5280 §4.2.1.3; a time-stamp key has one critical purpose, RFC 3161 §2.3. */
function purpose(kind: CertificateKind): Buffer[] {
  if (kind === 'root')
    return [
      extension(oids.basicConstraints, true, der.sequence(der.boolean(true), der.integer(0))),
      extension(oids.keyUsage, true, der.bitString(Buffer.from([0x06]), 1)),
    ]
  const usage = extension(oids.keyUsage, true, der.bitString(Buffer.from([0xc0]), 6))
  const none = extension(oids.basicConstraints, true, der.sequence())
  if (kind === 'ocsp')
    return [
      none,
      usage,
      extension(oids.extendedKeyUsage, false, der.sequence(der.oid(oids.ocspSigning))),
      extension(oids.ocspNoCheck, false, der.nothing()),
    ]
  if (kind === 'server')
    return [none, usage, extension(oids.extendedKeyUsage, false, der.sequence(der.oid(oids.serverAuth)))]
  if (kind === 'timestamp')
    return [none, usage, extension(oids.extendedKeyUsage, true, der.sequence(der.oid(oids.timeStamping)))]
  return [
    none,
    usage,
    extension(oids.extendedKeyUsage, false, der.sequence(der.oid(oids.emailProtection), der.oid(oids.clientAuth))),
  ]
}

function crlPoint(url: string): Buffer {
  const uri = der.contextPrimitive(6, der.ia5(url))
  return extension(
    oids.crlDistributionPoints,
    false,
    der.sequence(der.sequence(der.context(0, der.context(0, uri)))),
  )
}

const ocspPlace = (url: string): Buffer =>
  extension(
    oids.authorityInfoAccess,
    false,
    der.sequence(der.sequence(der.oid(oids.ocsp), der.contextPrimitive(6, der.ia5(url)))),
  )

/** The verifier loads this file too, so no part of Node.js that could reach a network is asked. */
const isFour = (host: string) => /^\d{1,3}(\.\d{1,3}){3}$/.test(host)

/** Names and addresses of a server: RFC 5280 §4.2.1.6. */
function hostNames(hosts: readonly string[]): Buffer {
  const names = hosts.map((host) =>
    isFour(host) || host.includes(':')
      ? der.contextPrimitive(7, addressBytes(host))
      : der.contextPrimitive(2, der.ia5(host)),
  )
  return extension(oids.subjectAltName, false, der.sequence(...names))
}

function addressBytes(address: string): Buffer {
  if (isFour(address)) return Buffer.from(address.split('.').map(Number))
  const host = new URL(`http://[${address}]`).hostname.slice(1, -1)
  const [head = '', tail] = host.split('::')
  const words = (part: string | undefined) => (part ? part.split(':') : [])
  const gap = tail === undefined ? 0 : 8 - words(head).length - words(tail).length
  const all = [...words(head), ...Array<string>(gap).fill('0'), ...words(tail)]
  return Buffer.from(all.map((word) => word.padStart(4, '0')).join(''), 'hex')
}

/** Issues an X.509 version 3 certificate with a random serial number. */
export function issueCertificate(request: CertificateRequest): Certificate {
  const { issuer, issuerKey, publicKey } = request
  const algorithm = signatureAlgorithm(issuerKey)
  const subject = name(request.subject)
  const issuerKeyPublic = issuer?.publicKey ?? publicKey
  const serial = randomBytes(16)
  serial[0] = ((serial[0] ?? 0) & 0x7f) | 0x40
  const tbs = der.sequence(
    der.context(0, der.integer(2)),
    der.integer(serial),
    algorithm,
    issuer?.subject ?? subject,
    der.sequence(der.certificateTime(request.notBefore), der.certificateTime(request.notAfter)),
    subject,
    spki(publicKey),
    der.context(
      3,
      der.sequence(
        ...purpose(request.kind),
        extension(oids.subjectKeyId, false, der.octets(keyId(publicKey))),
        extension(oids.authorityKeyId, false, der.sequence(der.contextPrimitive(0, keyId(issuerKeyPublic)))),
        ...(request.hosts ? [hostNames(request.hosts)] : []),
        ...(request.crlUrl ? [crlPoint(request.crlUrl)] : []),
        ...(request.ocspUrl ? [ocspPlace(request.ocspUrl)] : []),
      ),
    ),
  )
  return readCertificate(der.sequence(tbs, algorithm, der.bitString(sign('sha256', tbs, issuerKey))))
}

import { createHash, type KeyObject, X509Certificate } from 'node:crypto'
import { oids } from '../der/oids.ts'
import { child, type DerNode, derErrors, readDer, readOid, readTime } from '../der/read.ts'

/** The parts of a certificate that signing and checking need. */
export interface Certificate {
  readonly der: Buffer
  readonly x509: X509Certificate
  /** Encoded INTEGER, issuer Name and subject Name, compared byte by byte. */
  readonly serial: Buffer
  readonly issuer: Buffer
  readonly subject: Buffer
  readonly publicKey: KeyObject
  /** Algorithm of the issuer's signature on it. */
  readonly signedBy: string
  readonly notBefore: Date
  readonly notAfter: Date
  readonly authority: boolean
  /** KeyUsage bits that are set, by number (0 digitalSignature, 1 nonRepudiation, 5 certSign, 6 crlSign). */
  readonly keyUsage: ReadonlySet<number> | undefined
  readonly extendedKeyUsage: readonly string[]
  /** Critical extensions not understood here: such a certificate must be refused (RFC 5280 §4.2). */
  readonly unknownCritical: readonly string[]
  readonly names: Readonly<Record<string, string>>
  /** Where to ask for its state (OCSP), and where the list of revoked certificates is. */
  readonly ocspUrl: string | undefined
  readonly crlUrl: string | undefined
}

const understood = new Set<string>([
  oids.subjectKeyId,
  oids.keyUsage,
  oids.basicConstraints,
  oids.authorityKeyId,
  oids.extendedKeyUsage,
  oids.crlDistributionPoints,
  oids.authorityInfoAccess,
  oids.subjectAltName,
  '2.5.29.32',
])

interface Extension {
  readonly id: string
  readonly critical: boolean
  readonly value: DerNode
}

function extensions(tbs: DerNode): Extension[] {
  const list = tbs.children.find((part) => part.tag === 0xa3)?.children[0]?.children ?? []
  return list.map((item) => {
    const critical = item.children[1]?.tag === 0x01 && item.children[1].content[0] !== 0
    return {
      id: readOid(child(item, 0)),
      critical,
      value: readDer(child(item, item.children.length - 1, 0x04).content),
    }
  })
}

const uriTag = 0x86

/** The first web address inside; those of directories (LDAP) are passed over. */
function webAddress(node: DerNode | undefined): string | undefined {
  if (!node) return undefined
  if (node.tag === uriTag && /^https?:/i.test(node.content.toString('latin1')))
    return node.content.toString('latin1')
  for (const part of node.children) {
    const found = webAddress(part)
    if (found) return found
  }
  return undefined
}

const ocspAccess = (access: DerNode | undefined): DerNode | undefined =>
  access?.children.find((one) => readOid(child(one, 0)) === oids.ocsp)

function usageBits(value: DerNode): Set<number> {
  const bits = new Set<number>()
  value.content.subarray(1).forEach((byte, index) => {
    for (let bit = 0; bit < 8; bit++) if (byte & (0x80 >> bit)) bits.add(index * 8 + bit)
  })
  return bits
}

function readNames(name: DerNode): Record<string, string> {
  const found: Record<string, string> = {}
  for (const part of name.children.flatMap((set) => set.children))
    found[readOid(child(part, 0))] = child(part, 1).content.toString('utf8')
  return found
}

/** What OpenSSL cannot read is malformed like any other bad DER, also a key of a curve that it does not know. */
function opened(input: Uint8Array | string): { x509: X509Certificate; publicKey: KeyObject } {
  try {
    const x509 = new X509Certificate(typeof input === 'string' ? input : Buffer.from(input))
    return { x509, publicKey: x509.publicKey }
  } catch (cause) {
    throw derErrors.malformed({ reason: 'no certificate' }, cause)
  }
}

/** Reads a certificate from DER or PEM. */
export function readCertificate(input: Uint8Array | string): Certificate {
  const { x509, publicKey } = opened(input)
  const der = Buffer.from(x509.raw)
  const tbs = child(readDer(der), 0, 0x30)
  const at = tbs.children[0]?.tag === 0xa0 ? 1 : 0
  const list = extensions(tbs)
  const value = (id: string) => list.find((item) => item.id === id)?.value
  const usage = value(oids.keyUsage)
  const validity = child(tbs, at + 3, 0x30)
  return {
    der,
    x509,
    serial: child(tbs, at, 0x02).bytes,
    issuer: child(tbs, at + 2, 0x30).bytes,
    subject: child(tbs, at + 4, 0x30).bytes,
    publicKey,
    signedBy: readOid(child(child(tbs, at + 1, 0x30), 0)),
    notBefore: readTime(child(validity, 0)),
    notAfter: readTime(child(validity, 1)),
    authority: value(oids.basicConstraints)?.children[0]?.content[0] === 0xff,
    keyUsage: usage && usageBits(usage),
    extendedKeyUsage: value(oids.extendedKeyUsage)?.children.map(readOid) ?? [],
    unknownCritical: list.filter((item) => item.critical && !understood.has(item.id)).map((item) => item.id),
    names: readNames(child(tbs, at + 4, 0x30)),
    ocspUrl: webAddress(ocspAccess(value(oids.authorityInfoAccess))),
    crlUrl: webAddress(value(oids.crlDistributionPoints)),
  }
}

/** Display name of the subject: common name, else the whole subject. */
export function subjectName(certificate: Certificate): string {
  return certificate.names[oids.commonName] ?? certificate.x509.subject
}

/** SHA-256 of the certificate, hex: its fingerprint. */
export function fingerprint(certificate: Certificate): string {
  return createHash('sha256').update(certificate.der).digest('hex')
}

/** PEM text, as other programs read it. */
export const toPem = (certificate: Certificate): string => certificate.x509.toString()

import { createHash, randomBytes } from 'node:crypto'
import { oids } from '../der/oids.ts'
import { child, type DerNode, derErrors, readDer, readOid, readTime, tagged } from '../der/read.ts'
import * as der from '../der/write.ts'
import type { Signer } from '../signers/signer.ts'
import { type Certificate, readCertificate } from './certificate.ts'
import { isSignedBy } from './crl.ts'
import { signatureAlgorithm } from './issue.ts'

/** What the authority says of one certificate. */
export interface OcspStatement {
  readonly state: 'good' | 'revoked' | 'unknown'
  readonly thisUpdate: Date
  readonly nextUpdate: Date | undefined
  readonly revokedAt: Date | undefined
  /** Whether it speaks of this certificate of this issuer. */
  isAbout(certificate: Certificate, issuer: Certificate): boolean
}

/** An OCSP answer (RFC 6960). */
export interface Ocsp {
  readonly der: Buffer
  readonly producedAt: Date
  readonly nonce: Buffer | undefined
  readonly statements: readonly OcspStatement[]
  readonly certificates: readonly Certificate[]
  /** Whether the issuer said so itself, or a responder that the issuer certified for this. */
  saidFor(issuer: Certificate): boolean
}

const hash = (algorithm: string, bytes: Uint8Array) => createHash(algorithm).update(bytes).digest()

function keyBits(certificate: Certificate): Buffer {
  const spki = readDer(certificate.publicKey.export({ type: 'spki', format: 'der' }))
  return child(spki, 1, 0x03).content.subarray(1)
}

/** Names a certificate to its authority. SHA-1 only names here, it protects nothing; every responder knows it. */
function certId(certificate: Certificate, issuer: Certificate): Buffer {
  return der.sequence(
    der.sequence(der.oid(oids.sha1), der.nothing()),
    der.octets(hash('sha1', issuer.subject)),
    der.octets(hash('sha1', keyBits(issuer))),
    certificate.serial,
  )
}

export interface OcspRequest {
  readonly bytes: Buffer
  /** Encoded nonce; an answer that carries another is an answer to somebody else. */
  readonly nonce: Buffer
}

/** Asks for the state of one certificate. */
export function ocspRequest(certificate: Certificate, issuer: Certificate): OcspRequest {
  const nonce = der.octets(randomBytes(16))
  const extension = der.sequence(der.oid(oids.ocspNonce), der.octets(nonce))
  const list = der.sequence(der.sequence(certId(certificate, issuer)))
  return { bytes: der.sequence(der.sequence(list, der.context(2, der.sequence(extension)))), nonce }
}

const hashNames: Readonly<Record<string, string>> = { [oids.sha1]: 'sha1', [oids.sha256]: 'sha256' }

function isAbout(id: DerNode, certificate: Certificate, issuer: Certificate): boolean {
  const algorithm = hashNames[readOid(child(child(id, 0, 0x30), 0))]
  return (
    algorithm !== undefined &&
    child(id, 3, 0x02).bytes.equals(certificate.serial) &&
    child(id, 1, 0x04).content.equals(hash(algorithm, issuer.subject)) &&
    child(id, 2, 0x04).content.equals(hash(algorithm, keyBits(issuer)))
  )
}

const stateTags: Readonly<Record<number, OcspStatement['state']>> = { 128: 'good', 161: 'revoked' }

function readStatement(node: DerNode): OcspStatement {
  const id = child(node, 0, 0x30)
  const state = child(node, 1)
  const next = node.children.slice(3).find((part) => part.tag === 0xa0)
  return {
    state: stateTags[state.tag] ?? 'unknown',
    thisUpdate: readTime(child(node, 2, 0x18)),
    nextUpdate: next && readTime(child(next, 0, 0x18)),
    revokedAt: state.tag === 0xa1 ? readTime(child(state, 0, 0x18)) : undefined,
    isAbout: (certificate, issuer) => isAbout(id, certificate, issuer),
  }
}

function readNonce(data: DerNode): Buffer | undefined {
  const list = tagged(data, 0xa1)?.children[0]?.children ?? []
  const nonce = list.find((one) => readOid(child(one, 0)) === oids.ocspNonce)
  return nonce && child(nonce, nonce.children.length - 1, 0x04).content
}

/** A responder may answer for an issuer that made its certificate for exactly this (RFC 6960 §4.2.2.2). */
const mayAnswerFor = (issuer: Certificate, responder: Certificate, at: Date): boolean =>
  responder.issuer.equals(issuer.subject) &&
  responder.extendedKeyUsage.includes(oids.ocspSigning) &&
  at >= responder.notBefore &&
  at <= responder.notAfter &&
  responder.x509.verify(issuer.publicKey)

/** Reads an answer; throws `der.malformed` when it is damaged or refuses to answer. */
export function readOcsp(bytes: Uint8Array): Ocsp {
  const answer = readDer(bytes)
  if (child(answer, 0, 0x0a).content[0] !== 0)
    throw derErrors.malformed({ reason: 'no answer from the responder' })
  const wrapped = child(child(answer, 1, 0xa0), 0, 0x30)
  if (readOid(child(wrapped, 0)) !== oids.ocspBasic) throw derErrors.malformed({ reason: 'kind of answer' })
  const basic = readDer(child(wrapped, 1, 0x04).content)
  const data = child(basic, 0, 0x30)
  const at = data.children[0]?.tag === 0xa0 ? 1 : 0
  const producedAt = readTime(child(data, at + 1, 0x18))
  const certificates = (tagged(basic, 0xa0)?.children[0]?.children ?? []).map((one) => readCertificate(one.bytes))
  return {
    der: answer.bytes,
    producedAt,
    nonce: readNonce(data),
    statements: child(data, at + 2, 0x30).children.map(readStatement),
    certificates,
    saidFor(issuer) {
      const responders = certificates.filter((one) => mayAnswerFor(issuer, one, producedAt))
      return [issuer, ...responders].some((one) =>
        isSignedBy(data.bytes, child(basic, 1, 0x30), child(basic, 2, 0x03), one.publicKey),
      )
    },
  }
}

/** What a responder knows of a certificate. */
export interface KnownState {
  readonly state: OcspStatement['state']
  readonly revokedAt?: Date
}

const certStatus = ({ state, revokedAt }: KnownState): Buffer => {
  if (state === 'revoked' && revokedAt) return der.context(1, der.generalizedTime(revokedAt))
  return der.contextPrimitive(state === 'good' ? 0 : 2, Buffer.alloc(0))
}

const refusal = (code: number): Buffer => der.sequence(Buffer.from([0x0a, 1, code]))

/**
 * Answers an OCSP request.
 *
 * @param stateOf state of a certificate by its encoded serial number
 */
export async function answerOcsp(
  responder: Signer,
  request: Uint8Array,
  stateOf: (serial: Buffer) => Promise<KnownState>,
  at: Date,
  next: Date,
): Promise<Buffer> {
  const asked = readRequest(request)
  if (!asked) return refusal(1)
  const answers = await Promise.all(
    asked.ids.map(async (id) =>
      der.sequence(
        id.bytes,
        certStatus(await stateOf(child(id, 3, 0x02).bytes)),
        der.generalizedTime(at),
        der.context(0, der.generalizedTime(next)),
      ),
    ),
  )
  const { certificate } = responder
  const data = der.sequence(
    der.context(2, der.octets(hash('sha1', keyBits(certificate)))),
    der.generalizedTime(at),
    der.sequence(...answers),
    ...(asked.nonce ? [der.context(1, der.sequence(asked.nonce))] : []),
  )
  const basic = der.sequence(
    data,
    signatureAlgorithm(certificate.publicKey),
    der.bitString(await responder.sign(data)),
    ...(certificate.authority ? [] : [der.context(0, der.sequence(certificate.der))]),
  )
  return der.sequence(
    Buffer.from([0x0a, 1, 0]),
    der.context(0, der.sequence(der.oid(oids.ocspBasic), der.octets(basic))),
  )
}

function readRequest(bytes: Uint8Array): { ids: DerNode[]; nonce: Buffer | undefined } | undefined {
  try {
    const asked = child(readDer(bytes), 0, 0x30)
    const list = asked.children.find((part) => part.tag === 0x30)
    const extensions = tagged(asked, 0xa2)?.children[0]?.children ?? []
    const nonce = extensions.find((one) => readOid(child(one, 0)) === oids.ocspNonce)
    const ids = (list?.children ?? []).map((one) => child(one, 0, 0x30))
    return ids.length > 0 && ids.length <= 20 ? { ids, nonce: nonce?.bytes } : undefined
  } catch {
    return undefined
  }
}

import { createHash } from 'node:crypto'
import { oids } from '../der/oids.ts'
import { child, type DerNode, readDer, readOid, tagged } from '../der/read.ts'
import * as der from '../der/write.ts'
import type { Proofs } from '../pades/proofs.ts'
import type { TimeStamper } from './build.ts'

/** SignedData with one signer, taken apart so that it can take unsigned parts. */
export interface Parts {
  readonly version: DerNode
  readonly digests: DerNode
  readonly encapsulated: DerNode
  readonly certificates: readonly Buffer[]
  readonly revocations: readonly Buffer[]
  /** Fields of the signer up to the signature value. */
  readonly signer: readonly Buffer[]
  /** Unsigned attributes. */
  readonly unsigned: readonly Buffer[]
}

const sha256 = (...bytes: readonly Uint8Array[]): Buffer => {
  const hash = createHash('sha256')
  for (const one of bytes) hash.update(one)
  return hash.digest()
}

const bytesOf = (node: DerNode | undefined): Buffer[] => (node?.children ?? []).map(({ bytes }) => bytes)

export function takeApart(message: Uint8Array): Parts {
  const data = child(child(readDer(message), 1, 0xa0), 0, 0x30)
  const signer = child(data.children.at(-1), 0, 0x30)
  return {
    version: child(data, 0),
    digests: child(data, 1),
    encapsulated: child(data, 2),
    certificates: bytesOf(tagged(data, 0xa0)),
    revocations: bytesOf(tagged(data, 0xa1)),
    signer: signer.children.filter(({ tag }) => tag !== 0xa1).map(({ bytes }) => bytes),
    unsigned: bytesOf(tagged(signer, 0xa1)),
  }
}

/** DER orders the members of a SET, and has each once. */
const set = (items: readonly Buffer[]): Buffer[] =>
  [...new Map(items.map((item) => [item.toString('hex'), item])).values()].sort((a, b) => Buffer.compare(a, b))

function putTogether(parts: Parts): Buffer {
  const { certificates, revocations, unsigned } = parts
  // RFC 5652 §5.1: revocation information of another kind than a CRL makes it version 5.
  const isOther = revocations.some(([tag]) => tag === 0xa1)
  const signedData = der.sequence(
    isOther ? der.integer(5) : parts.version.bytes,
    parts.digests.bytes,
    parts.encapsulated.bytes,
    ...(certificates.length > 0 ? [der.context(0, ...set(certificates))] : []),
    ...(revocations.length > 0 ? [der.context(1, ...set(revocations))] : []),
    der.setOf(der.sequence(...parts.signer, ...(unsigned.length > 0 ? [der.context(1, ...set(unsigned))] : []))),
  )
  return der.sequence(der.oid(oids.signedData), der.context(0, signedData))
}

const attribute = (id: string, value: Buffer): Buffer => der.sequence(der.oid(id), der.setOf(value))

function withAttribute(message: Uint8Array, id: string, value: Buffer): Buffer {
  const parts = takeApart(message)
  return putTogether({ ...parts, unsigned: [...parts.unsigned, attribute(id, value)] })
}

/** The value of the signature, as its time stamp covers it. */
const signatureValue = ({ signer }: Parts): Buffer => readDer(signer.at(-1) ?? Buffer.alloc(0)).content

/** Time-stamps the signature value (level B-T). */
export async function addSignatureTimeStamp(message: Buffer, stamper: TimeStamper): Promise<Buffer> {
  return withAttribute(
    message,
    oids.timeStampToken,
    await stamper.stamp(sha256(signatureValue(takeApart(message)))),
  )
}

/** Adds what the signature will be checked by (level B-LT, EN 319 122-1 §5.4.2 and §5.4.3). */
export function addCmsProofs(message: Buffer, { certificates, crls, ocsps }: Proofs): Buffer {
  const parts = takeApart(message)
  const answers = ocsps.map((one) => der.context(1, der.oid(oids.ocspResponse), one.der))
  return putTogether({
    ...parts,
    certificates: [...parts.certificates, ...certificates.map((one) => one.der)],
    revocations: [...parts.revocations, ...crls.map((one) => one.der), ...answers],
  })
}

const hashesOf = (items: readonly Buffer[]): Buffer =>
  der.sequence(...items.map((item) => der.octets(sha256(item))))

/** What of an unsigned attribute an index covers: its type and its value, without the wrapping (§5.5.2, version 3). */
export const coveredOf = (attributeBytes: Buffer): Buffer => {
  const node = readDer(attributeBytes)
  return Buffer.concat([child(node, 0).bytes, child(child(node, 1), 0).bytes])
}

const indexOf = ({ certificates, revocations, unsigned }: Parts): Buffer =>
  der.sequence(
    der.sequence(der.oid(oids.sha256)),
    hashesOf(set(certificates)),
    hashesOf(set(revocations)),
    hashesOf(set(unsigned).map(coveredOf)),
  )

/** What an archive time stamp covers besides its index (EN 319 122-1 §5.5.3). */
export const archivedBytes = ({ encapsulated, signer }: Parts, contentDigest: Buffer, index: Buffer): Buffer =>
  Buffer.concat([child(encapsulated, 0).bytes, contentDigest, ...signer, index])

/** Time-stamps the signature with all its proofs (level B-LTA). */
export async function addCmsArchiveTimeStamp(
  message: Buffer,
  contentDigest: Buffer,
  stamper: TimeStamper,
): Promise<Buffer> {
  const parts = takeApart(message)
  const index = indexOf(parts)
  const token = await stamper.stamp(sha256(archivedBytes(parts, contentDigest, index)))
  return withAttribute(message, oids.archiveTimeStamp, withAttribute(token, oids.archiveIndex, index))
}

/** Whether one signature only has more proofs than the other. */
export function isOneSignature(a: Buffer, b: Buffer): boolean {
  try {
    return Buffer.concat(takeApart(a).signer).equals(Buffer.concat(takeApart(b).signer))
  } catch {
    return false
  }
}

/** Values of the unsigned attributes of one kind. */
export const unsignedOf = ({ unsigned }: Parts, id: string): Buffer[] =>
  unsigned
    .map((one) => readDer(one))
    .filter((one) => readOid(child(one, 0)) === id)
    .map((one) => child(child(one, 1), 0).bytes)

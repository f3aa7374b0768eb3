import { digestNames, oids } from '../der/oids.ts'
import { child, type DerNode, derErrors, readDer, readOid, tagged } from '../der/read.ts'
import { type Certificate, readCertificate } from '../x509/certificate.ts'
import { checkShape } from './shape.ts'

/** The parts of a CMS SignedData with one signer. */
export interface SignedMessage {
  readonly contentType: string
  readonly content: Buffer | undefined
  readonly certificates: readonly Certificate[]
  /** The certificate that the signer info names, when it travels along. */
  readonly signerCertificate: Certificate | undefined
  readonly digest: 'sha256' | 'sha384' | 'sha512'
  /** Signed attributes as the SET that was signed. */
  readonly signedBytes: Buffer
  readonly attributes: ReadonlyMap<string, DerNode>
  readonly signature: Buffer
  readonly signatureAlgorithm: string
  readonly timeStampToken: Buffer | undefined
}

function attributeMap(node: DerNode): Map<string, DerNode> {
  const map = new Map<string, DerNode>()
  for (const item of node.children) {
    const id = readOid(child(item, 0))
    if (map.has(id)) throw derErrors.malformed({ reason: `attribute ${id} twice` })
    map.set(id, child(child(item, 1, 0x31), 0))
  }
  return map
}

/** The value of the one unsigned attribute of a kind; archive time stamps may come several times, this may not. */
function onlyOf(node: DerNode, id: string): DerNode | undefined {
  const found = node.children.filter((item) => readOid(child(item, 0)) === id)
  if (found.length > 1) throw derErrors.malformed({ reason: `attribute ${id} twice` })
  return found[0] && child(child(found[0], 1, 0x31), 0)
}

function readableCertificates(node: DerNode | undefined): Certificate[] {
  return (node?.children ?? []).filter((item) => item.tag === 0x30).map((item) => readCertificate(item.bytes))
}

function readContent(encapsulated: DerNode): Buffer | undefined {
  const wrapped = tagged(encapsulated, 0xa0)
  return wrapped ? child(wrapped, 0, 0x04).content : undefined
}

/** Reads SignedData; refuses several signers, missing signed attributes and old digests. */
export function readSignedMessage(bytes: Uint8Array, padded = false): SignedMessage {
  const info = readDer(bytes, padded)
  checkShape(info)
  if (readOid(child(info, 0)) !== oids.signedData) throw derErrors.malformed({ reason: 'not signed data' })
  const data = child(child(info, 1, 0xa0), 0, 0x30)
  const encapsulated = child(data, 2, 0x30)
  const infos = data.children.at(-1)
  if (infos?.tag !== 0x31 || infos.children.length !== 1)
    throw derErrors.malformed({ reason: 'not exactly one signer' })
  const signer = child(infos, 0, 0x30)
  const attributes = tagged(signer, 0xa0)
  if (!attributes) throw derErrors.malformed({ reason: 'no signed attributes' })
  const digest = digestNames[readOid(child(child(signer, 2, 0x30), 0))]
  if (!digest) throw derErrors.malformed({ reason: 'digest not accepted' })
  const at = signer.children.indexOf(attributes)
  const certificates = readableCertificates(tagged(data, 0xa0))
  const sid = child(signer, 1, 0x30)
  const unsigned = tagged(signer, 0xa1)
  return {
    contentType: readOid(child(encapsulated, 0)),
    content: readContent(encapsulated),
    certificates,
    signerCertificate: certificates.find(
      (item) => item.issuer.equals(child(sid, 0).bytes) && item.serial.equals(child(sid, 1).bytes),
    ),
    digest,
    signedBytes: Buffer.concat([Buffer.from([0x31]), attributes.bytes.subarray(1)]),
    attributes: attributeMap(attributes),
    signature: child(signer, at + 2, 0x04).content,
    signatureAlgorithm: readOid(child(child(signer, at + 1, 0x30), 0)),
    timeStampToken: unsigned && onlyOf(unsigned, oids.timeStampToken)?.bytes,
  }
}

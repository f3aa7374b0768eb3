import { createHash } from 'node:crypto'
import type { WillingStamper } from '../cms/build.ts'
import { signRaw } from '../cms/raw-signature.ts'
import type { Proofs } from '../pades/proofs.ts'
import type { Signer } from '../signers/signer.ts'
import type { Certificate } from '../x509/certificate.ts'
import { canonical, escapeText } from './canonical.ts'
import {
  ds,
  enveloped,
  exclusive,
  sha256Name,
  signatureName,
  signedPropertiesType,
  xades,
  xades141,
} from './names.ts'
import { elementsOf, only, pathTo, readTree, type XmlElement, xmlSignatureErrors } from './tree.ts'

export interface XmlSigning {
  readonly at: Date
  /** As what is signed. */
  readonly role: string
  readonly id: string
}

const base64 = (bytes: Buffer): string => bytes.toString('base64')
const sha256 = (bytes: Buffer): Buffer => createHash('sha256').update(bytes).digest()

function signedProperties({ certificate }: Signer, { at, role, id }: XmlSigning): string {
  const digest = base64(sha256(certificate.der))
  return (
    `<xades:SignedProperties xmlns:xades="${xades}" xmlns:ds="${ds}" Id="${id}-properties">` +
    '<xades:SignedSignatureProperties>' +
    `<xades:SigningTime>${at.toISOString().slice(0, 19)}Z</xades:SigningTime>` +
    `<xades:SigningCertificateV2><xades:Cert><xades:CertDigest><ds:DigestMethod Algorithm="${sha256Name}"></ds:DigestMethod>` +
    `<ds:DigestValue>${digest}</ds:DigestValue></xades:CertDigest></xades:Cert></xades:SigningCertificateV2>` +
    `<xades:SignerRoleV2><xades:ClaimedRoles><xades:ClaimedRole>${escapeText(role)}</xades:ClaimedRole>` +
    '</xades:ClaimedRoles></xades:SignerRoleV2></xades:SignedSignatureProperties>' +
    `<xades:SignedDataObjectProperties><xades:DataObjectFormat ObjectReference="#${id}-content">` +
    '<xades:MimeType>text/xml</xades:MimeType></xades:DataObjectFormat></xades:SignedDataObjectProperties>' +
    '</xades:SignedProperties>'
  )
}

const transform = (name: string) => `<ds:Transform Algorithm="${name}"></ds:Transform>`
const digestOf = (content: Buffer) =>
  `<ds:DigestMethod Algorithm="${sha256Name}"></ds:DigestMethod><ds:DigestValue>${base64(sha256(content))}</ds:DigestValue>`

function signedInfo(content: Buffer, properties: Buffer, signer: Signer, id: string): string {
  const method = signatureName(signer.certificate.publicKey.asymmetricKeyType)
  return (
    `<ds:SignedInfo xmlns:ds="${ds}"><ds:CanonicalizationMethod Algorithm="${exclusive}"></ds:CanonicalizationMethod>` +
    `<ds:SignatureMethod Algorithm="${method}"></ds:SignatureMethod>` +
    `<ds:Reference Id="${id}-content" URI=""><ds:Transforms>${transform(enveloped)}${transform(exclusive)}</ds:Transforms>` +
    `${digestOf(content)}</ds:Reference>` +
    `<ds:Reference Type="${signedPropertiesType}" URI="#${id}-properties"><ds:Transforms>${transform(exclusive)}` +
    `</ds:Transforms>${digestOf(properties)}</ds:Reference></ds:SignedInfo>`
  )
}

const certificates = (all: readonly Certificate[]): string =>
  all.map(({ der }) => `<ds:X509Certificate>${base64(der)}</ds:X509Certificate>`).join('')

/** The text with something put in before the last closing tag of this name. */
function putBefore(text: string, closing: string, inner: string): string {
  const at = text.lastIndexOf(closing)
  if (at < 0) throw xmlSignatureErrors.malformed({ reason: `no ${closing}` })
  return text.slice(0, at) + inner + text.slice(at)
}

const findSignature = (root: XmlElement): XmlElement | undefined => only(root, ds, 'Signature')

/** What a time stamp of the signature value covers: the element with it, in its one form (EN 319 132-1 §5.3). */
export const stampedValue = (signature: XmlElement): Buffer => {
  const value = only(signature, ds, 'SignatureValue')
  if (!value) throw xmlSignatureErrors.malformed({ reason: 'no SignatureValue' })
  return canonical(value)
}

const timeStamp = (name: string, token: Buffer) =>
  `<${name}><ds:CanonicalizationMethod Algorithm="${exclusive}"></ds:CanonicalizationMethod>` +
  `<xades:EncapsulatedTimeStamp>${base64(token)}</xades:EncapsulatedTimeStamp></${name}>`

/**
 * Signs an XML file inside of its root element: XAdES baseline B-T (ETSI EN 319 132-1), B-B while no time stamper answers.
 */
export async function signXml(
  bytes: Buffer,
  signer: Signer,
  what: XmlSigning,
  stamper?: WillingStamper,
): Promise<Buffer> {
  const root = readTree(bytes)
  if (findSignature(root)) throw xmlSignatureErrors.alreadySigned()
  const text = bytes.toString('utf8')
  const closing = `</${root.name}>`
  if (!text.trimEnd().endsWith(closing))
    throw xmlSignatureErrors.unsupported({ feature: 'something after its end' })
  const properties = signedProperties(signer, what)
  const info = signedInfo(canonical(root), canonical(readTree(Buffer.from(properties))), signer, what.id)
  const value = await signRaw(signer, canonical(readTree(Buffer.from(info))))
  const signature =
    `<ds:Signature xmlns:ds="${ds}" Id="${what.id}">${info}<ds:SignatureValue>${base64(value)}</ds:SignatureValue>` +
    `<ds:KeyInfo><ds:X509Data>${certificates([signer.certificate, ...signer.chain])}</ds:X509Data></ds:KeyInfo>` +
    `<ds:Object><xades:QualifyingProperties xmlns:xades="${xades}" Target="#${what.id}">${properties}` +
    '</xades:QualifyingProperties></ds:Object></ds:Signature>'
  const signed = putBefore(text, closing, signature)
  const made = findSignature(readTree(Buffer.from(signed)))
  const token = made && (await stamper?.stamp(sha256(stampedValue(made))))
  if (!token) return Buffer.from(signed)
  return Buffer.from(
    putBefore(
      signed,
      '</xades:QualifyingProperties>',
      '<xades:UnsignedProperties><xades:UnsignedSignatureProperties>' +
        timeStamp('xades:SignatureTimeStamp', token) +
        '</xades:UnsignedSignatureProperties></xades:UnsignedProperties>',
    ),
  )
}

const list = (name: string, inner: string, items: readonly { readonly der: Buffer }[]): string =>
  items.length === 0
    ? ''
    : `<xades:${name}>${items.map(({ der }) => `<xades:${inner}>${base64(der)}</xades:${inner}>`).join('')}</xades:${name}>`

const closingProperties = '</xades:UnsignedSignatureProperties>'

/** Adds what the signature will be checked by: certificates and what their authorities say of them (level B-LT). */
export function addXmlProofs(bytes: Buffer, proofs: Proofs): Buffer {
  const revocation = list('CRLValues', 'EncapsulatedCRLValue', proofs.crls) + ocspValues(proofs)
  const values =
    list('CertificateValues', 'EncapsulatedX509Certificate', proofs.certificates) +
    (revocation ? `<xades:RevocationValues>${revocation}</xades:RevocationValues>` : '')
  return Buffer.from(putBefore(bytes.toString('utf8'), closingProperties, values))
}

const ocspValues = ({ ocsps }: Proofs): string => list('OCSPValues', 'EncapsulatedOCSPValue', ocsps)

/**
 * What an archive time stamp covers (EN 319 132-1 §5.5.2.2): the signed content, the signature with its key, and every
 * property before it.
 */
export function archivedBytes(root: XmlElement, signature: XmlElement, before: XmlElement | undefined): Buffer {
  const qualifying = pathTo(only(signature, ds, 'Object'), xades, 'QualifyingProperties')
  const unsigned = pathTo(qualifying, xades, 'UnsignedProperties', 'UnsignedSignatureProperties')
  const properties = elementsOf(unsigned)
  const until = before ? properties.indexOf(before) : properties.length
  const signed = only(qualifying, xades, 'SignedProperties')
  const parts = ['SignedInfo', 'SignatureValue', 'KeyInfo'].flatMap((local) => only(signature, ds, local) ?? [])
  return Buffer.concat([
    canonical(root, signature),
    ...(signed ? [canonical(signed)] : []),
    ...[...parts, ...properties.slice(0, until)].map((one) => canonical(one)),
  ])
}

/** Time-stamps the signature with all its proofs (level B-LTA). */
export async function addXmlArchiveTimeStamp(
  bytes: Buffer,
  stamper: { stamp(hash: Buffer): Promise<Buffer> },
): Promise<Buffer> {
  const root = readTree(bytes)
  const signature = findSignature(root)
  if (!signature) throw xmlSignatureErrors.malformed({ reason: 'no Signature' })
  const token = await stamper.stamp(sha256(archivedBytes(root, signature, undefined)))
  const stamp = timeStamp('xades141:ArchiveTimeStamp', token).replace(
    '<xades141:ArchiveTimeStamp>',
    `<xades141:ArchiveTimeStamp xmlns:xades141="${xades141}">`,
  )
  return Buffer.from(putBefore(bytes.toString('utf8'), closingProperties, stamp))
}

import { createHash, verify } from 'node:crypto'
import { defineErrors } from '#kernel/app-error.ts'
import { oids } from '../der/oids.ts'
import * as der from '../der/write.ts'
import type { Signer } from '../signers/signer.ts'
import type { Certificate } from '../x509/certificate.ts'
import { signatureAlgorithm } from '../x509/issue.ts'

export const cmsErrors = defineErrors('cms', {
  signatureWrong: {
    category: 'unavailable',
    text: 'The key made a signature that does not match its certificate.',
  },
})

/** Gives a time-stamp token over the SHA-256 of something. */
export interface TimeStamper {
  stamp(hash: Buffer): Promise<Buffer>
}

/** Gives none while no authority answers, where signing goes on without. */
export interface WillingStamper {
  stamp(hash: Buffer): Promise<Buffer | undefined>
}

const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()
const digestAlgorithm = der.sequence(der.oid(oids.sha256))

const attribute = (id: string, value: Buffer): Buffer => der.sequence(der.oid(id), der.setOf(value))

/** Names the signing certificate inside what is signed, so that another one cannot be put in its place (RFC 5035). */
function signingCertificate(certificate: Certificate): Buffer {
  const issuer = der.sequence(der.context(4, certificate.issuer))
  const id = der.sequence(der.octets(sha256(certificate.der)), der.sequence(issuer, certificate.serial))
  return attribute(oids.signingCertificateV2, der.sequence(der.sequence(id)))
}

export interface SignedContent {
  /** SHA-256 of the content. */
  readonly digest: Buffer
  readonly contentType: string
  /** The content itself when it travels inside; absent for a detached signature. */
  readonly content?: Buffer
}

/**
 * CMS SignedData with one signer (RFC 5652) and the signed attributes of a CAdES baseline signature.
 * A time-stamp of the signature value is put in when a time stamper gives one (level T).
 */
export async function signCms(signer: Signer, what: SignedContent, stamper?: WillingStamper): Promise<Buffer> {
  const { certificate } = signer
  const attributes = der.setOf(
    attribute(oids.contentType, der.oid(what.contentType)),
    attribute(oids.messageDigest, der.octets(what.digest)),
    signingCertificate(certificate),
  )
  const signature = await signer.sign(attributes)
  if (!verify('sha256', attributes, certificate.publicKey, signature)) throw cmsErrors.signatureWrong()
  const token = await stamper?.stamp(sha256(signature))
  const content = what.content ? [der.context(0, der.octets(what.content))] : []
  const signerInfo = der.sequence(
    der.integer(1),
    der.sequence(certificate.issuer, certificate.serial),
    digestAlgorithm,
    Buffer.concat([Buffer.from([0xa0]), attributes.subarray(1)]),
    signatureAlgorithm(certificate.publicKey),
    der.octets(signature),
    ...(token ? [der.context(1, attribute(oids.timeStampToken, token))] : []),
  )
  const certificates = [...new Set([certificate, ...signer.chain])].map((item) => item.der)
  const signedData = der.sequence(
    der.integer(what.contentType === oids.data ? 1 : 3),
    der.setOf(digestAlgorithm),
    der.sequence(der.oid(what.contentType), ...content),
    der.context(0, ...certificates.sort((a, b) => Buffer.compare(a, b))),
    der.setOf(signerInfo),
  )
  return der.sequence(der.oid(oids.signedData), der.context(0, signedData))
}

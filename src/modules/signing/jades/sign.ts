import { createHash } from 'node:crypto'
import { defineErrors } from '#kernel/app-error.ts'
import type { TimeStamper, WillingStamper } from '../cms/build.ts'
import { signRaw } from '../cms/raw-signature.ts'
import type { Proofs } from '../pades/proofs.ts'
import type { Signer } from '../signers/signer.ts'

export const jsonSignatureErrors = defineErrors('json-signature', {
  malformed: { category: 'invalid', text: 'The signed JSON is damaged: {reason}.' },
})

/** A JSON Web Signature in its flattened form, with the unsigned properties of JAdES in `etsiU` (ETSI TS 119 182-1). */
export interface SignedJson {
  readonly payload: string
  readonly protected: string
  readonly signature: string
  /** Each is base64url of an object with one property. */
  readonly header?: { readonly etsiU: readonly string[] }
}

const sha256 = (bytes: Uint8Array | string): Buffer => createHash('sha256').update(bytes).digest()
const encoded = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** ES256 wants P-256; other curves are not issued here. */
const algorithmName = (type: string | undefined): string => (type === 'ec' ? 'ES256' : 'RS256')

export const readJws = (bytes: Buffer): SignedJson => JSON.parse(bytes.toString('utf8')) as SignedJson
const write = (jws: SignedJson): Buffer => Buffer.from(`${JSON.stringify(jws)}\n`)

const withProperty = (jws: SignedJson, property: unknown): SignedJson => ({
  ...jws,
  header: { etsiU: [...(jws.header?.etsiU ?? []), encoded(property)] },
})

const tokens = (token: Buffer) => ({ tstTokens: [{ val: token.toString('base64') }] })

/**
 * Signs bytes of JSON, which travel inside as they are: JAdES baseline B-T, B-B while no time stamper answers.
 */
export async function signJson(
  bytes: Buffer,
  signer: Signer,
  at: Date,
  stamper?: WillingStamper,
): Promise<Buffer> {
  const { certificate, chain } = signer
  const header = encoded({
    alg: algorithmName(certificate.publicKey.asymmetricKeyType),
    cty: 'json',
    iat: Math.floor(at.getTime() / 1000),
    'x5t#S256': sha256(certificate.der).toString('base64url'),
    x5c: [certificate, ...chain].map(({ der }) => der.toString('base64')),
  })
  const payload = bytes.toString('base64url')
  const value = await signRaw(signer, Buffer.from(`${header}.${payload}`))
  const jws = { payload, protected: header, signature: value.toString('base64url') }
  // What is stamped is the signature as it is written (TS 119 182-1 §5.3.4).
  const token = await stamper?.stamp(sha256(jws.signature))
  return write(token ? withProperty(jws, { sigTst: tokens(token) }) : jws)
}

const values = (items: readonly { readonly der: Buffer }[]) =>
  items.map(({ der }) => ({ val: der.toString('base64') }))

/** Adds what the signature will be checked by (level B-LT). */
export function addJsonProofs(bytes: Buffer, { certificates, crls, ocsps }: Proofs): Buffer {
  const withCertificates = withProperty(readJws(bytes), {
    xVals: values(certificates).map((one) => ({ x509Cert: one })),
  })
  const revocation = {
    ...(crls.length > 0 && { crlVals: values(crls) }),
    ...(ocsps.length > 0 && { ocspVals: values(ocsps) }),
  }
  return write(withProperty(withCertificates, { rVals: revocation }))
}

/** What an archive time stamp covers: content, signature and every property before it. */
export const archivedText = (jws: SignedJson, properties: readonly string[]): string =>
  [jws.payload, jws.protected, jws.signature, properties.join('')].join('.')

/** Time-stamps the signature with all its proofs (level B-LTA). */
export async function addJsonArchiveTimeStamp(bytes: Buffer, stamper: TimeStamper): Promise<Buffer> {
  const jws = readJws(bytes)
  const token = await stamper.stamp(sha256(archivedText(jws, jws.header?.etsiU ?? [])))
  return write(withProperty(jws, { arcTst: tokens(token) }))
}

import { createHash, verify } from 'node:crypto'
import { AppError } from '#kernel/app-error.ts'
import { noProofs, type Proofs } from '../pades/proofs.ts'
import { type Claim, judge } from '../report/judge.ts'
import { oneSignature, onlyProofs, unreadableFile, withProofs } from '../report/one-signature.ts'
import type { SignatureFault, ValidationReport } from '../report/report.ts'
import { checkStamp } from '../timestamp/token.ts'
import { type Certificate, readCertificate } from '../x509/certificate.ts'
import type { Trust } from '../x509/chain.ts'
import { readCrl } from '../x509/crl.ts'
import { readOcsp } from '../x509/ocsp.ts'
import { archivedText, jsonSignatureErrors, readJws, type SignedJson } from './sign.ts'

interface Header {
  readonly alg?: unknown
  readonly iat?: unknown
  readonly crit?: unknown
  readonly x5c?: unknown
  readonly 'x5t#S256'?: unknown
}

interface Property {
  readonly sigTst?: Stamped
  readonly arcTst?: Stamped
  readonly xVals?: readonly { readonly x509Cert?: Value }[]
  readonly rVals?: { readonly crlVals?: readonly Value[]; readonly ocspVals?: readonly Value[] }
}

interface Value {
  readonly val?: string
}

interface Stamped {
  readonly tstTokens?: readonly Value[]
}

interface Signed {
  readonly jws: SignedJson
  readonly header: Header
  readonly properties: readonly Property[]
  readonly certificates: readonly Certificate[]
}

const base64url = /^[A-Za-z0-9_-]+$/
const fail = (reason: string) => jsonSignatureErrors.malformed({ reason })

/** One spelling for each value: otherwise bytes could change without changing what they mean. */
function decoded(text: unknown): Buffer {
  if (typeof text !== 'string' || !base64url.test(text)) throw fail('base64url')
  const bytes = Buffer.from(text, 'base64url')
  if (bytes.toString('base64url') !== text) throw fail('base64url')
  return bytes
}

const parsed = (text: unknown): unknown => JSON.parse(decoded(text).toString('utf8'))
const bytesOf = (value: Value | undefined): Buffer => Buffer.from(value?.val ?? '', 'base64')

const isJws = (value: unknown): value is SignedJson => {
  const jws = value as Partial<SignedJson> | null
  return [jws?.payload, jws?.protected, jws?.signature].every((one) => typeof one === 'string')
}

function readSigned(bytes: Buffer): Signed | undefined {
  const jws: unknown = readJws(bytes)
  if (!isJws(jws)) return undefined
  const header = parsed(jws.protected) as Header
  const chain = Array.isArray(header.x5c) ? (header.x5c as unknown[]) : []
  return {
    jws,
    header,
    properties: (jws.header?.etsiU ?? []).map((one) => parsed(one) as Property),
    certificates: chain.map((one) => readCertificate(Buffer.from(String(one), 'base64'))),
  }
}

const algorithms: Readonly<Record<string, 'rsa' | 'ec'>> = { RS256: 'rsa', ES256: 'ec' }

function faultsOf({ jws, header }: Signed, certificate: Certificate | undefined): SignatureFault[] {
  if (!certificate) return ['certificate-not-bound']
  const type = algorithms[String(header.alg)]
  // What is marked as critical and not understood makes a signature invalid (RFC 7515 §4.1.11).
  if (header.crit !== undefined) return ['unreadable']
  if (type === undefined || type !== certificate.publicKey.asymmetricKeyType) return ['signature-wrong']
  const input = Buffer.from(`${jws.protected}.${jws.payload}`)
  const key = { key: certificate.publicKey, dsaEncoding: 'ieee-p1363' } as const
  return verify('sha256', input, key, decoded(jws.signature)) ? [] : ['signature-wrong']
}

function signerOf({ header, certificates }: Signed): Certificate | undefined {
  const named = header['x5t#S256']
  return certificates.find((one) => createHash('sha256').update(one.der).digest('base64url') === named)
}

function readEach<T>(values: readonly (Value | undefined)[], reader: (bytes: Buffer) => T): T[] {
  return values.flatMap((value) => {
    try {
      return [reader(bytesOf(value))]
    } catch {
      return []
    }
  })
}

const proofsOf = (properties: readonly Property[]): Proofs => ({
  certificates: properties.flatMap(({ xVals = [] }) =>
    readEach(
      xVals.map((one) => one.x509Cert),
      readCertificate,
    ),
  ),
  crls: properties.flatMap(({ rVals }) => readEach(rVals?.crlVals ?? [], readCrl)),
  ocsps: properties.flatMap(({ rVals }) => readEach(rVals?.ocspVals ?? [], readOcsp)),
})

function stampsOf(
  { jws, properties }: Signed,
  trust: Trust,
  proofs: Proofs,
): Pick<Claim, 'timeStamp' | 'archive'> {
  const check = (stamp: Stamped, text: string) =>
    checkStamp(bytesOf(stamp.tstTokens?.[0]), Buffer.from(text), proofs.certificates, withProofs(trust, proofs))
  const own = properties.find(({ sigTst }) => sigTst)?.sigTst
  const written = jws.header?.etsiU ?? []
  return {
    timeStamp: own && check(own, jws.signature),
    archive: properties.flatMap(({ arcTst }, at) =>
      arcTst ? [{ verdict: check(arcTst, archivedText(jws, written.slice(0, at))), end: at + 1 }] : [],
    ),
  }
}

function report(signed: Signed, trust: Trust, now: Date): ValidationReport {
  const { jws, header, properties, certificates } = signed
  const proofs = proofsOf(properties)
  const certificate = signerOf(signed)
  const newest = properties.findLastIndex(({ arcTst }) => arcTst)
  const content = decoded(jws.payload)
  const judged = judge({
    certificate,
    between: [...certificates, ...proofs.certificates],
    digest: 'sha256',
    faults: faultsOf(signed, certificate),
    claimedAt: typeof header.iat === 'number' ? new Date(header.iat * 1000) : undefined,
    end: 0,
    ...stampsOf(signed, trust, proofs),
    trust: withProofs(trust, proofs),
    own: onlyProofs(trust, proofs),
    stamped: onlyProofs(trust, newest < 0 ? noProofs : proofsOf(properties.slice(0, newest))),
    now,
  })
  return oneSignature('jades', {
    ...judged,
    field: 'signature',
    reason: undefined,
    signed: { sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length },
    later: [],
  })
}

/** Checks a signed JSON file, without network or database. */
export function verifyJson(bytes: Buffer, trust: Trust, now: Date = new Date()): ValidationReport {
  try {
    const signed = readSigned(bytes)
    return signed ? report(signed, trust, now) : oneSignature('jades', undefined)
  } catch (cause) {
    return unreadableFile('jades', cause instanceof AppError ? cause.code : 'json-signature.malformed')
  }
}

/** The content of a signed JSON file, as it was before it was signed. */
export const signedContent = (bytes: Buffer): Buffer => decoded(readJws(bytes).payload)

import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import type { Signer } from '#modules/signing/signers/signer.ts'
import { softwareSigner } from '#modules/signing/signers/software-key.ts'
import { localTimeStamper } from '#modules/signing/timestamp/token.ts'
import type { Certificate } from '#modules/signing/x509/certificate.ts'
import { type CertificateRequest, issueCertificate } from '#modules/signing/x509/issue.ts'
import { noon } from '../database.ts'
import { signingBench } from '../signing.ts'

const dayMs = 86_400_000
export const daysFromNoon = (days: number): Date => new Date(noon.getTime() + days * dayMs)

/** One file of the corpus, what is right about it, and what another program can say of it. */
export interface Case {
  readonly name: string
  readonly kind: 'pdf' | 'cms' | 'xml' | 'json'
  readonly bytes: Buffer
  /** What a detached signature is over. */
  readonly content?: Buffer
  readonly verdict: 'whole' | 'undecided' | 'broken' | 'unsigned'
  /** One of these is named as the reason. */
  readonly reasons?: readonly string[]
  /** What the other program must say, or why it cannot judge this. */
  readonly other: 'valid' | 'invalid' | { readonly cannot: string }
}

const pair = () => generateKeyPairSync('ec', { namedCurve: 'prime256v1' })

/** Everybody who signs in the corpus: honest ones, and those whose certificates are not good for it. */
export async function corpusPeople() {
  const bench = await signingBench()
  const { authority } = bench
  const issue = (
    commonName: string,
    given: Partial<CertificateRequest> & { readonly keys?: { publicKey: KeyObject; privateKey: KeyObject } } = {},
  ): { signer: Signer; certificate: Certificate; key: KeyObject } => {
    const keys = given.keys ?? pair()
    const certificate = issueCertificate({
      kind: 'signer',
      subject: { commonName },
      publicKey: keys.publicKey,
      issuer: authority.root,
      issuerKey: authority.rootKey,
      notBefore: daysFromNoon(-30),
      notAfter: daysFromNoon(365),
      ...given,
    })
    return { certificate, key: keys.privateKey, signer: softwareSigner(certificate, keys.privateKey, []) }
  }
  const strange = issue('Kẻ Lạ Root', { kind: 'root' })
  const strangeKeys = pair()
  const strangeRoot = issueCertificate({
    kind: 'root',
    subject: { commonName: 'Root CA Lạ' },
    publicKey: strangeKeys.publicKey,
    issuerKey: strangeKeys.privateKey,
    notBefore: daysFromNoon(-30),
    notAfter: daysFromNoon(3650),
  })
  const byStranger = { issuer: strangeRoot, issuerKey: strangeKeys.privateKey }
  const victim = issue('BSCKI. Nguyễn Văn Minh')
  const thief = issue('Kẻ Trộm')
  // Signs with the thief's key under the victim's certificate: the key itself finds nothing wrong with that.
  const wrongKey: Signer = {
    ...thief.signer,
    certificate: { ...victim.certificate, publicKey: thief.certificate.publicKey },
  }
  const rogueStamper = localTimeStamper(issue('TSA Lạ', { kind: 'timestamp', ...byStranger }).signer, () => noon)
  return {
    ...bench,
    victim,
    rsa: await bench.person('TS. Trịnh Thu Thủy'),
    expired: issue('Hết Hạn', { notAfter: daysFromNoon(-1) }).signer,
    early: issue('Chưa Hiệu Lực', { notBefore: daysFromNoon(1) }).signer,
    dismissed: issue('Bị Thu Hồi'),
    stranger: issue('BSCKI. Nguyễn Văn Minh', byStranger).signer,
    selfMade: strange.signer,
    stampKey: issue('Khóa Dấu Thời Gian', { kind: 'timestamp' }).signer,
    weak: issue('Khóa Yếu', { keys: generateKeyPairSync('rsa', { modulusLength: 1024 }) }).signer,
    wrongKey,
    rogueStamper,
    strangeRoot,
    strangeRootKey: strangeKeys.privateKey,
  }
}

export type People = Awaited<ReturnType<typeof corpusPeople>>

/** Places spread over a file, for bytes to change. */
export const places = (from: number, to: number, count: number): number[] =>
  Array.from({ length: count }, (_, i) => from + Math.floor(((to - from) * (i + 0.5)) / count))

export function flipped(bytes: Buffer, at: number): Buffer {
  const bent = Buffer.from(bytes)
  bent[at] = (bent[at] ?? 0) ^ 1
  return bent
}

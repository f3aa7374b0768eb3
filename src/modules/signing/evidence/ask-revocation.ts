import { noProofs, type Proofs } from '../pades/proofs.ts'
import { signaturePolicy } from '../policy/signature-policy.ts'
import { type Certificate, fingerprint } from '../x509/certificate.ts'
import { type Crl, readCrl } from '../x509/crl.ts'
import { type Ocsp, ocspRequest, readOcsp } from '../x509/ocsp.ts'
import { ask, askErrors, type Question } from './ask.ts'

/** What an authority says now of a certificate of its own. */
export type AskRevocation = (certificate: Certificate, issuer: Certificate) => Promise<Proofs>

const timeoutMs = signaturePolicy.timeoutSeconds * 1000

interface Kept {
  readonly proofs: Proofs
  readonly until: number
}

/** Answers serve further signatures for some minutes: one question for a batch. */
const kept = new Map<string, Kept>()
const mostKept = 2_000

/** Takes an answer when it is about this certificate, is signed by its authority and answers this question. */
export function takeOcsp(bytes: Buffer, nonce: Buffer, certificate: Certificate, issuer: Certificate): Ocsp {
  const answer = readOcsp(bytes)
  const other = answer.nonce && !answer.nonce.equals(nonce)
  const about = answer.statements.some((one) => one.state !== 'unknown' && one.isAbout(certificate, issuer))
  if (other || !about || !answer.saidFor(issuer))
    throw askErrors.down({ host: 'OCSP', reason: 'its answer does not fit the question' })
  return answer
}

/** An address out of a certificate: anybody may have written it, so it must not lead into the hospital. */
type Address = Pick<Question, 'url' | 'allowed'>

async function fromOcsp(asked: Address, certificate: Certificate, issuer: Certificate): Promise<Proofs> {
  const { url } = asked
  const { bytes, nonce } = ocspRequest(certificate, issuer)
  const answer = await ask({ ...asked, timeoutMs, body: { type: 'application/ocsp-request', bytes } })
  try {
    return { ...noProofs, ocsps: [takeOcsp(answer, nonce, certificate, issuer)] }
  } catch {
    throw askErrors.down({ host: new URL(url).host, reason: 'its answer cannot be used' })
  }
}

async function fromList(asked: Address, issuer: Certificate): Promise<Proofs> {
  const { url } = asked
  const bytes = await ask({ ...asked, timeoutMs })
  const host = new URL(url).host
  let list: Crl
  try {
    list = readCrl(bytes)
  } catch {
    throw askErrors.down({ host, reason: 'its list cannot be read' })
  }
  if (!list.issuer.equals(issuer.subject) || !list.signedBy(issuer))
    throw askErrors.down({ host, reason: 'its list is signed by somebody else' })
  return { ...noProofs, crls: [list] }
}

/** Asks the places that the certificate names: the responder first, then the list. */
async function askNow(certificate: Certificate, issuer: Certificate, inside?: string): Promise<Proofs> {
  const { ocspUrl, crlUrl } = certificate
  const allowed = { listed: 'anywhere', inside } as const
  if (ocspUrl) {
    try {
      return await fromOcsp({ url: ocspUrl, allowed }, certificate, issuer)
    } catch (error) {
      if (!crlUrl) throw error
    }
  }
  return crlUrl ? fromList({ url: crlUrl, allowed }, issuer) : noProofs
}

/** Asks over the network, at most once in some minutes for one certificate. */
export async function askOverNetwork(
  certificate: Certificate,
  issuer: Certificate,
  inside?: string,
): Promise<Proofs> {
  const key = fingerprint(certificate)
  const known = kept.get(key)
  if (known && known.until > Date.now()) return known.proofs
  const proofs = await askNow(certificate, issuer, inside)
  if (kept.size >= mostKept) kept.clear()
  kept.set(key, { proofs, until: Date.now() + signaturePolicy.keepAnswersSeconds * 1000 })
  return proofs
}

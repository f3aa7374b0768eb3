import { PdfDocument } from '#platform/pdf/document.ts'
import { readSignedMessage, type SignedMessage } from '../cms/read.ts'
import { joinProofs, noProofs, type Proofs, type ProofsOfPart } from '../pades/proofs.ts'
import { isRead, type ReadPart, signedParts } from '../pades/signed-parts.ts'
import type { Certificate } from '../x509/certificate.ts'
import { checkChain } from '../x509/chain.ts'
import type { TrustServices } from './trust-services.ts'

/** What the authorities along a path say of their certificates now, with the certificates themselves. */
export async function proofsOfPath(path: readonly Certificate[], services: TrustServices): Promise<Proofs> {
  const answers = await Promise.all(
    path.slice(0, -1).map((certificate, i) => {
      const issuer = path[i + 1]
      return issuer ? services.askRevocation(certificate, issuer) : noProofs
    }),
  )
  const responders = answers.flatMap(({ ocsps }) => ocsps.flatMap(({ certificates }) => certificates))
  return joinProofs([{ ...noProofs, certificates: [...path, ...responders] }, ...answers])
}

/** What a signed message is checked by: its signer's certificate, and that of its time stamp. */
export async function proofsOfMessage(
  message: SignedMessage,
  use: 'document' | 'timestamp',
  services: TrustServices,
): Promise<Proofs> {
  const { signerCertificate, certificates, timeStampToken } = message
  if (!signerCertificate) return noProofs
  const { path } = checkChain(signerCertificate, certificates, services.trust, new Date(), use)
  const own = await proofsOfPath(path, services)
  if (!timeStampToken) return own
  return joinProofs([own, await proofsOfMessage(readSignedMessage(timeStampToken), 'timestamp', services)])
}

async function proofsOf(part: ReadPart, services: TrustServices): Promise<ProofsOfPart> {
  const contents = part.dict.entries.get('Contents')
  const use = part.kind === 'signature' ? 'document' : 'timestamp'
  return {
    contents: contents?.kind === 'string' ? contents.bytes : Buffer.alloc(0),
    proofs: await proofsOfMessage(part.message, use, services),
  }
}

/** Everything that the signatures and time stamps named by `wanted` are checked by. */
export function collectProofs(
  bytes: Buffer,
  services: TrustServices,
  wanted: (part: ReadPart) => boolean,
): Promise<ProofsOfPart[]> {
  const parts = signedParts(new PdfDocument(bytes)).filter(isRead).filter(wanted)
  return Promise.all(parts.map((part) => proofsOf(part, services)))
}

import { createHash } from 'node:crypto'
import { AppError } from '#kernel/app-error.ts'
import { oids } from '../der/oids.ts'
import { noProofs } from '../pades/proofs.ts'
import { type Judgement, judge } from '../report/judge.ts'
import { oneSignature, onlyProofs, unreadableFile, withProofs } from '../report/one-signature.ts'
import type { ValidationReport } from '../report/report.ts'
import { checkStamp } from '../timestamp/token.ts'
import type { Trust } from '../x509/chain.ts'
import { archiveStamps, proofsOfParts } from './archive-stamps.ts'
import { takeApart } from './grow.ts'
import { readSignedMessage } from './read.ts'
import { cmsFault } from './verify.ts'

/** Judges a signature over a content that only its digest (by the message's own algorithm) is known of. */
export function judgeCms(digestOf: DigestOf, signature: Buffer, trust: Trust, now: Date): Judgement {
  const message = readSignedMessage(signature)
  const parts = takeApart(signature)
  const proofs = proofsOfParts(parts.certificates, parts.revocations)
  const { timeStampToken, certificates, digest } = message
  const known = withProofs(trust, proofs)
  // What the signer signed: whether the content is that is told by the signature itself.
  const signed = digest === 'sha256' ? message.attributes.get(oids.messageDigest)?.content : undefined
  const archive = archiveStamps(parts, signed ?? digestOf('sha256'), known, proofs)
  return judge({
    certificate: message.signerCertificate,
    between: certificates,
    digest,
    faults: [cmsFault(message, digestOf(digest))],
    claimedAt: undefined,
    end: 0,
    timeStamp: timeStampToken && checkStamp(timeStampToken, message.signature, certificates, known),
    archive: archive.map(({ verdict, covers }) => ({ verdict, end: covers + 1 })),
    trust: known,
    own: onlyProofs(trust, proofs),
    stamped: onlyProofs(trust, archive.at(-1)?.proofs ?? noProofs),
    now,
  })
}

/** Digest of the content by an algorithm. */
type DigestOf = (algorithm: 'sha256' | 'sha384' | 'sha512') => Buffer

function report(content: Buffer, signature: Buffer, trust: Trust, now: Date): ValidationReport {
  const digestOf: DigestOf = (algorithm) => createHash(algorithm).update(content).digest()
  return oneSignature('cades', {
    ...judgeCms(digestOf, signature, trust, now),
    field: 'signature',
    reason: undefined,
    signed: { sha256: digestOf('sha256').toString('hex'), bytes: content.length },
    later: [],
  })
}

/** Checks a signature that stands beside its content (CAdES), without network or database. */
export function verifyCms(content: Buffer, signature: Buffer, trust: Trust, now: Date): ValidationReport {
  try {
    return report(content, signature, trust, now)
  } catch (cause) {
    return unreadableFile('cades', cause instanceof AppError ? cause.code : 'der.malformed')
  }
}

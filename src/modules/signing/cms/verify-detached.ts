import { createHash } from 'node:crypto'
import { AppError } from '#kernel/app-error.ts'
import { judge } from '../report/judge.ts'
import { oneSignature, unreadableFile } from '../report/one-signature.ts'
import type { ValidationReport } from '../report/report.ts'
import { checkStamp } from '../timestamp/token.ts'
import type { Trust } from '../x509/chain.ts'
import { readSignedMessage } from './read.ts'
import { cmsFault } from './verify.ts'

function report(content: Buffer, signature: Buffer, trust: Trust, now: Date): ValidationReport {
  const message = readSignedMessage(signature)
  const { timeStampToken, certificates, digest } = message
  const judged = judge({
    certificate: message.signerCertificate,
    between: certificates,
    digest,
    faults: [cmsFault(message, createHash(digest).update(content).digest())],
    claimedAt: undefined,
    end: content.length,
    timeStamp: timeStampToken && checkStamp(timeStampToken, message.signature, certificates, trust),
    archive: [],
    trust,
    own: { roots: trust.roots, crls: [] },
    stamped: { roots: trust.roots, crls: [] },
    now,
  })
  return oneSignature('cades', {
    ...judged,
    field: 'signature',
    reason: undefined,
    signed: { sha256: createHash('sha256').update(content).digest('hex'), bytes: content.length },
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

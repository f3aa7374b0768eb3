import { createHash } from 'node:crypto'
import { readSignedMessage } from './cms/read.ts'
import { cmsFault } from './cms/verify.ts'
import { checkToken } from './timestamp/token.ts'
import { subjectName } from './x509/certificate.ts'
import { checkChain, type Trust } from './x509/chain.ts'

/** What a signature that stands beside its content turns out to be. */
export interface DetachedVerdict {
  readonly signer: string
  readonly at: Date | undefined
  /** SHA-256 (hex) of the certificate of the signer. */
  readonly certificate: string | undefined
  /** Message keys below `signing.verify.fault`. */
  readonly faults: readonly string[]
}

function verdictOn(content: Buffer, signature: Buffer, trust: Trust): DetachedVerdict {
  const message = readSignedMessage(signature)
  const certificate = message.signerCertificate
  const stamp =
    message.timeStampToken && checkToken(message.timeStampToken, message.signature, message.certificates, trust)
  const chain =
    certificate && checkChain(certificate, message.certificates, trust, stamp?.at ?? new Date(), 'document')
  const faults = [
    cmsFault(message, createHash(message.digest).update(content).digest()),
    stamp ? stamp.fault && 'time-stamp-wrong' : 'no-time-stamp',
    chain?.fault,
  ]
  return {
    signer: certificate ? subjectName(certificate) : '',
    at: stamp?.at,
    certificate: certificate && createHash('sha256').update(certificate.der).digest('hex'),
    faults: faults.filter((fault): fault is string => Boolean(fault)),
  }
}

/** Checks a signature that stands beside its content. */
export function verifyDetached(content: Buffer, signature: Buffer, trust: Trust): DetachedVerdict {
  try {
    return verdictOn(content, signature, trust)
  } catch {
    return { signer: '', at: undefined, certificate: undefined, faults: ['unreadable'] }
  }
}

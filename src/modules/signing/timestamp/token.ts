import { createHash } from 'node:crypto'
import { defineErrors } from '#kernel/app-error.ts'
import type { TimeStamper } from '../cms/build.ts'
import { readSignedMessage } from '../cms/read.ts'
import { cmsFault } from '../cms/verify.ts'
import { digestNames, oids } from '../der/oids.ts'
import { child, readDer, readOid, readTime } from '../der/read.ts'
import type { Signer } from '../signers/signer.ts'
import { type Certificate, subjectName } from '../x509/certificate.ts'
import { checkChain, type Trust } from '../x509/chain.ts'
import { answerTimeStamp, timeStampRequest } from './authority.ts'

export const timestampErrors = defineErrors('timestamp', {
  refused: { category: 'unavailable', text: 'The time-stamp authority did not give a time stamp.' },
})

/** Takes the token out of a response; the nonce must come back, or it is an answer to another request. */
export function tokenOf(response: Uint8Array, nonce: Buffer): Buffer {
  const node = readDer(response)
  const code = child(child(node, 0, 0x30), 0, 0x02).content[0]
  const token = node.children[1]
  if ((code !== 0 && code !== 1) || !token) throw timestampErrors.refused()
  const info = readDer(readSignedMessage(token.bytes).content ?? Buffer.alloc(0))
  if (!info.children.slice(5).some((part) => part.bytes.equals(nonce))) throw timestampErrors.refused()
  return token.bytes
}

/** The time that a token names; whether it is right is another question. */
export function stampedAt(token: Uint8Array): Date {
  const info = readDer(readSignedMessage(token).content ?? Buffer.alloc(0))
  return readTime(child(info, 4, 0x18))
}

/** A time stamper over an authority in this process, through the same request and response as over a network. */
export function localTimeStamper(authority: Signer, now: () => Date): TimeStamper {
  return {
    async stamp(hash) {
      const request = timeStampRequest(hash)
      return tokenOf(await answerTimeStamp(authority, request.bytes, now()), request.nonce)
    },
  }
}

export interface TimeStampVerdict {
  readonly at: Date
  readonly authority: string
  readonly fault: 'other-content' | 'signature-wrong' | 'untrusted' | undefined
  /** From the authority's certificate to the root; empty when it does not come along. */
  readonly path: readonly Certificate[]
  readonly digest: 'sha256' | 'sha384' | 'sha512'
}

/** Checks a token: that it stamps `hashed`, that its signature is right, that its authority is trusted. */
export function checkToken(
  token: Uint8Array,
  hashed: Uint8Array,
  between: readonly Certificate[],
  trust: Trust,
): TimeStampVerdict {
  const message = readSignedMessage(token)
  const content = message.content ?? Buffer.alloc(0)
  const info = readDer(content)
  const at = readTime(child(info, 4, 0x18))
  const imprint = child(info, 2, 0x30)
  const algorithm = digestNames[readOid(child(child(imprint, 0, 0x30), 0))]
  const matches =
    algorithm &&
    createHash(algorithm)
      .update(hashed)
      .digest()
      .equals(child(imprint, 1, 0x04).content)
  const authority = message.signerCertificate ? subjectName(message.signerCertificate) : ''
  const path = message.signerCertificate ? [message.signerCertificate] : []
  const done = (fault: TimeStampVerdict['fault']): TimeStampVerdict => ({
    at,
    authority,
    fault,
    path,
    digest: message.digest,
  })
  if (!matches) return done('other-content')
  const wrong =
    message.contentType !== oids.tstInfo || cmsFault(message, createHash(message.digest).update(content).digest())
  if (wrong || !message.signerCertificate) return done('signature-wrong')
  const chain = checkChain(
    message.signerCertificate,
    [...message.certificates, ...between],
    trust,
    at,
    'timestamp',
  )
  return { ...done(chain.fault ? 'untrusted' : undefined), path: chain.path }
}

/** A token that cannot be read. */
export const unreadableStamp: TimeStampVerdict = {
  at: new Date(0),
  authority: '',
  fault: 'signature-wrong',
  path: [],
  digest: 'sha256',
}

/** Checks a token that may be damaged. */
export function checkStamp(...given: Parameters<typeof checkToken>): TimeStampVerdict {
  try {
    return checkToken(...given)
  } catch {
    return unreadableStamp
  }
}

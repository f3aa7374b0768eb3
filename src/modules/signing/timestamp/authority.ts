import { createHash, randomBytes } from 'node:crypto'
import { signCms } from '../cms/build.ts'
import { oids } from '../der/oids.ts'
import { child, readDer, readOid } from '../der/read.ts'
import * as der from '../der/write.ts'
import type { Signer } from '../signers/signer.ts'

/** Policy of the built-in authority: 2.999 is the arc for examples (ITU-T X.660), as a demo deserves. */
const policy = '2.999.1.1'

export interface TimeStampRequest {
  readonly bytes: Buffer
  /** Encoded nonce: it must come back in the answer. */
  readonly nonce: Buffer
}

/** A time-stamp request over a SHA-256 (RFC 3161 §2.4.1), asking for the certificate. */
export function timeStampRequest(hash: Buffer): TimeStampRequest {
  const imprint = der.sequence(der.sequence(der.oid(oids.sha256), der.nothing()), der.octets(hash))
  const nonce = der.integer(randomBytes(8))
  return { bytes: der.sequence(der.integer(1), imprint, nonce, der.boolean(true)), nonce }
}

const status = (code: number): Buffer => der.sequence(der.integer(code))

interface Asked {
  readonly imprint: Buffer
  readonly nonce: Buffer | undefined
}

function readRequest(request: Uint8Array): Asked | undefined {
  try {
    const node = readDer(request)
    const imprint = child(node, 1, 0x30)
    const right =
      readOid(child(child(imprint, 0, 0x30), 0)) === oids.sha256 && child(imprint, 1, 0x04).content.length === 32
    const nonce = node.children.slice(2).find((part) => part.tag === 0x02)
    return right ? { imprint: imprint.bytes, nonce: nonce?.bytes } : undefined
  } catch {
    return undefined
  }
}

/** Answers a time-stamp request; a request that cannot be read is rejected as the protocol says, not thrown. */
export async function answerTimeStamp(signer: Signer, request: Uint8Array, now: Date): Promise<Buffer> {
  const asked = readRequest(request)
  if (!asked) return der.sequence(status(2))
  const info = der.sequence(
    der.integer(1),
    der.oid(policy),
    asked.imprint,
    der.integer(randomBytes(12)),
    der.generalizedTime(now),
    der.sequence(der.integer(1)),
    ...(asked.nonce ? [asked.nonce] : []),
  )
  const digest = createHash('sha256').update(info).digest()
  const token = await signCms(signer, { digest, contentType: oids.tstInfo, content: info })
  return der.sequence(status(0), token)
}

import { type KeyObject, sign } from 'node:crypto'
import type { Certificate } from '../x509/certificate.ts'
import type { OpenKey, Signer } from './signer.ts'

/** A signer over a private key in memory. */
export function softwareSigner(
  certificate: Certificate,
  key: KeyObject,
  chain: readonly Certificate[],
): Signer & OpenKey {
  const signNow = async (bytes: Buffer) => sign('sha256', bytes, key)
  return { certificate, chain, sign: signNow, signAll: (contents) => Promise.allSettled(contents.map(signNow)) }
}

import {
  constants,
  createHash,
  createPublicKey,
  type KeyObject,
  privateDecrypt,
  publicEncrypt,
  randomBytes,
} from 'node:crypto'
import Type, { type Static } from 'typebox'
import { Value } from 'typebox/value'
import { openEnvelope, sealEnvelope } from './envelope.ts'
import { keyErrors } from './errors.ts'
import type { KeyFile, Keyring } from './keyring.ts'

/** What one of two holders keeps. Neither can open the master keys without the other. */
export const Share = Type.Object({
  format: Type.Literal('lanong-key-share/1'),
  /** The two shares of one escrow have it in common. */
  escrow: Type.String(),
  holder: Type.String(),
  madeAt: Type.String(),
  /** Half of the key, for the holder's private key (RSA-OAEP, SHA-256). */
  half: Type.String(),
  /** The master keys, encrypted under both halves together. */
  content: Type.String(),
})
export type Share = Static<typeof Share>

const leastBits = 3072
const padding = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' } as const

function holderKey(pem: string): KeyObject {
  try {
    const key = createPublicKey(pem)
    if (key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) >= leastBits) return key
  } catch {}
  throw keyErrors.holders()
}

const nameOf = (key: KeyObject): string =>
  createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
    .slice(0, 16)

const xor = (a: Buffer, b: Buffer): Buffer => Buffer.from(a.map((byte, at) => byte ^ (b[at] ?? 0)))

const oneKey = (key: Buffer): Keyring => {
  const master = { id: 'escrow00', key }
  return { file: 'escrow', current: () => master, byId: () => master }
}

/** The master keys for two holders, each with a public key (or certificate) of their own. */
export function makeEscrow(keys: KeyFile, holders: readonly [string, string], now: Date): readonly [Share, Share] {
  const [first, second] = holders.map(holderKey) as [KeyObject, KeyObject]
  if (nameOf(first) === nameOf(second)) throw keyErrors.holders()
  const [a, b] = [randomBytes(32), randomBytes(32)]
  const escrow = randomBytes(8).toString('hex')
  const content = sealEnvelope(oneKey(xor(a, b)), escrow, Buffer.from(JSON.stringify(keys))).toString('base64')
  const share = (half: Buffer, key: KeyObject): Share => ({
    format: 'lanong-key-share/1',
    escrow,
    holder: nameOf(key),
    madeAt: now.toISOString(),
    half: publicEncrypt({ key, ...padding }, half).toString('base64'),
    content,
  })
  return [share(a, first), share(b, second)]
}

export interface OpenedShare {
  readonly share: Share
  readonly half: Buffer
}

/** The half of a holder, by the holder's private key. */
export function openShare(text: string, privateKey: KeyObject): OpenedShare {
  const share = Value.Parse(Share, JSON.parse(text))
  return { share, half: privateDecrypt({ key: privateKey, ...padding }, Buffer.from(share.half, 'base64')) }
}

/** The master keys out of two opened shares. */
export function recover(a: OpenedShare, b: OpenedShare): KeyFile {
  const together = a.share.escrow === b.share.escrow && a.share.holder !== b.share.holder
  if (!together) throw keyErrors.share({ a: a.share.holder, b: b.share.holder })
  const keyring = oneKey(xor(a.half, b.half))
  return JSON.parse(
    openEnvelope(keyring, a.share.escrow, Buffer.from(a.share.content, 'base64')).toString('utf8'),
  ) as KeyFile
}

import { createCipheriv, createDecipheriv, createPrivateKey, type KeyObject, randomBytes } from 'node:crypto'
import { hashRaw } from '@node-rs/argon2'

/** A private key, encrypted. */
export interface KeyBox {
  readonly encrypted: Buffer
  readonly salt: Buffer
  readonly nonce: Buffer
}

/** Argon2id (the library's default), 64 MiB, three passes: more than OWASP's minimum, since a PIN is short. */
const cost = { memoryCost: 65_536, timeCost: 3, parallelism: 1, outputLen: 32 }

const keyOf = (pin: string, salt: Buffer, secret: Buffer) => hashRaw(pin, { ...cost, salt, secret })

/** Encrypts a private key under a PIN and the secret of the installation (AES-256-GCM). */
export async function sealKey(key: KeyObject, pin: string, secret: Buffer): Promise<KeyBox> {
  const salt = randomBytes(16)
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', await keyOf(pin, salt, secret), nonce)
  const plain = key.export({ type: 'pkcs8', format: 'der' })
  const encrypted = Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  plain.fill(0)
  return { encrypted, salt, nonce }
}

/** The private key; undefined when the PIN is wrong. */
export async function openKey(box: KeyBox, pin: string, secret: Buffer): Promise<KeyObject | undefined> {
  const decipher = createDecipheriv('aes-256-gcm', await keyOf(pin, box.salt, secret), box.nonce)
  decipher.setAuthTag(box.encrypted.subarray(-16))
  try {
    const plain = Buffer.concat([decipher.update(box.encrypted.subarray(0, -16)), decipher.final()])
    const key = createPrivateKey({ key: plain, format: 'der', type: 'pkcs8' })
    plain.fill(0)
    return key
  } catch {
    return undefined
  }
}

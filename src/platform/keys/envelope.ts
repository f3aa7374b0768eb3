import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { keyErrors } from './errors.ts'
import type { Keyring } from './keyring.ts'

/*
 * "LNE1", 8 letters of the master key's name, the data key wrapped by the master key (nonce 12, key 32, tag 16), then
 * nonce 12, content and tag 16. All AES-256-GCM; the name of the thing is authenticated with both, so that two things
 * cannot be exchanged.
 */
const magic = Buffer.from('LNE1')
const idBytes = 8
const nonceBytes = 12
const keyBytes = 32
const tagBytes = 16
const wrapAt = magic.length + idBytes
const bodyAt = wrapAt + nonceBytes + keyBytes + tagBytes
const leastBytes = bodyAt + nonceBytes + tagBytes

function encrypt(key: Uint8Array, name: string, plain: Uint8Array): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(name))
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

function decrypt(key: Uint8Array, name: string, box: Buffer): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, box.subarray(0, nonceBytes), { authTagLength: tagBytes })
  decipher.setAAD(Buffer.from(name)).setAuthTag(box.subarray(-tagBytes))
  try {
    return Buffer.concat([decipher.update(box.subarray(nonceBytes, -tagBytes)), decipher.final()])
  } catch (cause) {
    throw keyErrors.altered({ name }, cause)
  }
}

export const isEnvelope = (bytes: Uint8Array): boolean =>
  bytes.length >= leastBytes && magic.equals(bytes.subarray(0, magic.length))

/** As much of a file as tells whether it is an envelope. */
export const headBytes = wrapAt

/** The name of the master key that a file is closed with, by its first bytes; nothing when it is no envelope. */
export const masterKeyOfHead = (head: Buffer, size: number): string | undefined =>
  size >= leastBytes && magic.equals(head.subarray(0, magic.length)) ? masterKeyOf(head) : undefined

/** The name of the master key that an envelope is closed with. */
export const masterKeyOf = (envelope: Buffer): string => envelope.toString('latin1', magic.length, wrapAt)

/** Encrypts under a new data key, which the master key wraps. */
export function sealEnvelope(keyring: Keyring, name: string, plain: Uint8Array): Buffer {
  const master = keyring.current()
  const dataKey = randomBytes(keyBytes)
  const envelope = Buffer.concat([
    magic,
    Buffer.from(master.id, 'latin1'),
    encrypt(master.key, `key ${name}`, dataKey),
    encrypt(dataKey, name, plain),
  ])
  dataKey.fill(0)
  return envelope
}

export function openEnvelope(keyring: Keyring, name: string, envelope: Buffer): Buffer {
  if (!isEnvelope(envelope)) throw keyErrors.altered({ name })
  const master = keyring.byId(masterKeyOf(envelope), name)
  const dataKey = decrypt(master.key, `key ${name}`, envelope.subarray(wrapAt, bodyAt))
  return decrypt(dataKey, name, envelope.subarray(bodyAt))
}

/** The same content under the current master key: only the data key is wrapped anew. */
export function rewrapEnvelope(keyring: Keyring, name: string, envelope: Buffer): Buffer {
  const [old, now] = [keyring.byId(masterKeyOf(envelope), name), keyring.current()]
  const dataKey = decrypt(old.key, `key ${name}`, envelope.subarray(wrapAt, bodyAt))
  const head = [magic, Buffer.from(now.id, 'latin1'), encrypt(now.key, `key ${name}`, dataKey)]
  return Buffer.concat([...head, envelope.subarray(bodyAt)])
}

import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { identityErrors } from './errors.ts'
import { keepFirst } from './keep-first.ts'

const known = new Map<string, Promise<Buffer>>()

/** The secret of the installation for what this module keeps; made at the first use, only its owner can read it. */
function secretOf(dataDir: string): Promise<Buffer> {
  const path = join(dataDir, 'keys', 'identity.key')
  const loading = known.get(path) ?? load(path)
  known.set(path, loading)
  loading.catch(() => known.delete(path))
  return loading
}

async function load(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
  }
  return keepFirst(path, randomBytes(32))
}

/** A hash that nobody can make or try out without the file of the installation's secret. */
export async function keyedHash(dataDir: string, use: string, text: string): Promise<Buffer> {
  return createHmac('sha256', await secretOf(dataDir))
    .update(use)
    .update('\0')
    .update(text)
    .digest()
}

async function keyFor(dataDir: string, use: string): Promise<Buffer> {
  return Buffer.from(hkdfSync('sha256', await secretOf(dataDir), '', use, 32))
}

const nonceBytes = 12
const tagBytes = 16

/** Encrypts a secret that has to be read again (AES-256-GCM): nonce, text, tag. */
export async function sealSecret(dataDir: string, use: string, plain: Buffer): Promise<Buffer> {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', await keyFor(dataDir, use), nonce)
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

export async function openSecret(dataDir: string, use: string, box: Buffer): Promise<Buffer> {
  try {
    const decipher = createDecipheriv('aes-256-gcm', await keyFor(dataDir, use), box.subarray(0, nonceBytes))
    decipher.setAuthTag(box.subarray(-tagBytes))
    return Buffer.concat([decipher.update(box.subarray(nonceBytes, -tagBytes)), decipher.final()])
  } catch (cause) {
    throw identityErrors.secretLost({}, cause)
  }
}

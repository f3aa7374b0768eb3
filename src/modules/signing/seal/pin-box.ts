import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sealErrors } from './errors.ts'

const pathOf = (dataDir: string) => join(dataDir, 'seal.secret')

const nonceBytes = 12
const tagBytes = 16

/** The secret of the installation that only the server's owner reads; made when it is first needed. */
async function openSecret(dataDir: string): Promise<Buffer> {
  const path = pathOf(dataDir)
  await writeFile(path, randomBytes(32), { mode: 0o600, flag: 'wx' }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  return readFile(path)
}

/** Encrypts the PIN of the seal (AES-256-GCM): nonce, text, tag. */
export async function closePin(dataDir: string, pin: string): Promise<Buffer> {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', await openSecret(dataDir), nonce)
  return Buffer.concat([nonce, cipher.update(pin, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

export async function openPin(dataDir: string, box: Buffer): Promise<string> {
  try {
    const secret = await readFile(pathOf(dataDir))
    const decipher = createDecipheriv('aes-256-gcm', secret, box.subarray(0, nonceBytes))
    decipher.setAuthTag(box.subarray(-tagBytes))
    return decipher.update(box.subarray(nonceBytes, -tagBytes), undefined, 'utf8') + decipher.final('utf8')
  } catch (error) {
    throw sealErrors.secretLost({}, error)
  }
}

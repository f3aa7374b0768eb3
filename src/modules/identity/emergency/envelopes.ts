import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import type { Context } from '#platform/context.ts'
import { keyedHash } from '../secret-key.ts'

/** Crockford's letters: none is mistaken for another when read from paper. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 25

/** `7K3MQ-X2P9T-…`: 125 bits. */
export function makeCode(): string {
  return [...randomBytes(length)]
    .map((byte) => letters[byte % 32])
    .join('')
    .replace(/(.{5})(?=.)/g, '$1-')
}

/** What people take for another letter when they copy from paper. */
export function foldCode(code: string): string {
  return code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
}

/** 125 random bits need no slow hash; without the file of the installation's secret nobody tries codes at a copy. */
export const hashOfCode = (ctx: Context, code: string): Promise<Buffer> =>
  keyedHash(ctx.config.dataDir, 'emergency', foldCode(code))

const nonceBytes = 12
const tagBytes = 16

function keyOf(codes: readonly [string, string], set: string): Buffer {
  const together = codes.map(foldCode).sort().join('\0')
  return Buffer.from(hkdfSync('sha256', together, set, 'lanong emergency box', 32))
}

/** Seals a text so that only these two codes together open it. */
export function sealBox(codes: readonly [string, string], set: string, text: string): Buffer {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', keyOf(codes, set), nonce)
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()])
}

export function openBox(codes: readonly [string, string], set: string, box: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', keyOf(codes, set), box.subarray(0, nonceBytes))
  decipher.setAuthTag(box.subarray(-tagBytes))
  return Buffer.concat([decipher.update(box.subarray(nonceBytes, -tagBytes)), decipher.final()]).toString('utf8')
}

import { createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '#platform/config.ts'
import { isEnvelope } from '#platform/keys/envelope.ts'
import { openField } from '#platform/keys/marked-columns.ts'
import type { OpenBefore } from '#platform/keys/reseal-columns.ts'
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

/** Opens what was kept before fields were marked: nonce, text, tag under a key of the installation's secret. */
export async function openSecretBefore(dataDir: string, use: string, box: Buffer): Promise<Buffer> {
  try {
    const decipher = createDecipheriv('aes-256-gcm', await keyFor(dataDir, use), box.subarray(0, nonceBytes))
    decipher.setAuthTag(box.subarray(-tagBytes))
    return Buffer.concat([decipher.update(box.subarray(nonceBytes, -tagBytes)), decipher.final()])
  } catch (cause) {
    throw identityErrors.secretLost({}, cause)
  }
}

/** Opens a marked field, also one that no job has encrypted anew yet. */
export function openMarked(
  config: Config,
  column: MarkedSecret,
  row: readonly (string | number)[],
  box: Buffer,
): Promise<Buffer> | Buffer {
  return isEnvelope(box)
    ? openField(config, column, row, box)
    : openSecretBefore(config.dataDir, usesBefore[column], box)
}

const usesBefore = {
  'totp.secret': 'totp',
  'external_provider.secret': 'external',
  'external_login.verifier': 'external',
} as const
export type MarkedSecret = keyof typeof usesBefore

/** How secrets of accounts were kept before, for the job that encrypts them anew. */
export const secretsBefore = (dataDir: string): OpenBefore =>
  Object.fromEntries(
    Object.entries(usesBefore).map(([column, use]) => [
      column,
      (box: Buffer) => openSecretBefore(dataDir, use, box),
    ]),
  )

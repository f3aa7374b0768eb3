import { createDecipheriv } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '#platform/config.ts'
import { isEnvelope } from '#platform/keys/envelope.ts'
import { openField, sealField } from '#platform/keys/marked-columns.ts'
import { sealErrors } from './errors.ts'

const nonceBytes = 12
const tagBytes = 16
const pathOf = (dataDir: string) => join(dataDir, 'seal.secret')

const column = 'seal_key.pin_box'

interface SealRow {
  readonly facility: number
  readonly id: string
}

/** Encrypts the PIN of the seal for its row. */
export const closePin = (config: Config, { facility, id }: SealRow, pin: string): Buffer =>
  sealField(config, column, [facility, id], Buffer.from(pin, 'utf8'))

export async function openPin(config: Config, { facility, id }: SealRow, box: Buffer): Promise<string> {
  try {
    const plain = isEnvelope(box)
      ? openField(config, column, [facility, id], box)
      : await openPinBefore(config.dataDir, box)
    return plain.toString('utf8')
  } catch (error) {
    throw sealErrors.secretLost({}, error)
  }
}

/** Opens what was kept before the column was marked: nonce, text, tag under a secret in a file of its own. */
export async function openPinBefore(dataDir: string, box: Buffer): Promise<Buffer> {
  const secret = await readFile(pathOf(dataDir))
  const decipher = createDecipheriv('aes-256-gcm', secret, box.subarray(0, nonceBytes))
  decipher.setAuthTag(box.subarray(-tagBytes))
  return Buffer.concat([decipher.update(box.subarray(nonceBytes, -tagBytes)), decipher.final()])
}

import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Turns one bit in every pack of a backup. */
export function damagePacks(backup: string): void {
  const packs = readdirSync(backup, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile() && one.parentPath.includes('packs'))
    .map((one) => join(one.parentPath, one.name))
  assert.ok(packs.length > 0)
  for (const path of packs) {
    const bytes = readFileSync(path)
    bytes.writeUInt8(bytes.readUInt8(bytes.length >> 1) ^ 1, bytes.length >> 1)
    writeFileSync(path, bytes)
  }
}

import { createCipheriv, createDecipheriv, createHash, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { backupErrors } from './errors.ts'
import { type ObjectStore, writeNew } from './object-store.ts'
import { openWhole, seal } from './sealed-object.ts'

/**
 * A vault is all that a store holds. Its random key seals every object; the key itself lies in the vault, wrapped by
 * the recovery key, which lies outside: in a file of the server and on paper in two envelopes.
 */
export interface Vault {
  readonly store: ObjectStore
  readonly key: Buffer
  /** Opaque name of a file by its hash: who sees the names learns nothing of the files. */
  blobName(hash: string): string
  put(name: string, frames: readonly Uint8Array[]): Promise<void>
  /** Undefined when it is absent; throws when it is damaged. */
  read(name: string): Promise<Buffer | undefined>
}

interface VaultFile {
  readonly format: 'lanong-backup-vault/1'
  readonly keyId: string
  /** Nonce, ciphertext and tag of the vault's key under the recovery key. */
  readonly wrapped: string
}

export const vaultFileName = 'vault.json'
const keyBytes = 32
const nonceBytes = 12
const tagBytes = 16

/** What the recovery key is called on envelopes and in errors. */
export function keyId(recoveryKey: Buffer): string {
  return createHash('sha256').update('lanong-recovery-key').update(recoveryKey).digest('hex').slice(0, 8)
}

/** The key as people copy it: 16 groups of four letters and digits, then its name. */
export function writeKey(recoveryKey: Buffer): string {
  const groups = recoveryKey.toString('hex').match(/.{4}/g) ?? []
  return `${groups.join('-')} ${keyId(recoveryKey)}`
}

/** Reads what `writeKey` wrote; the name at the end finds slips of the pen. */
export function parseKey(text: string): Buffer | undefined {
  const [written = '', id] = text.trim().toLowerCase().split(/\s+/)
  const hex = written.replaceAll('-', '')
  if (!/^[0-9a-f]{64}$/.test(hex)) return undefined
  const key = Buffer.from(hex, 'hex')
  return id === undefined || id === keyId(key) ? key : undefined
}

/** The recovery key of a file; undefined when there is no such file. */
export async function readRecoveryKey(path: string): Promise<Buffer | undefined> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
  if (text === undefined) return undefined
  const key = parseKey(text)
  if (!key) throw backupErrors.keyUnreadable({ path })
  return key
}

async function newRecoveryKey(path: string): Promise<Buffer> {
  await mkdir(dirname(path), { recursive: true })
  await writeNew(path, Buffer.from(`${writeKey(randomBytes(keyBytes))}\n`))
  const key = await readRecoveryKey(path)
  if (!key) throw backupErrors.keyUnreadable({ path })
  return key
}

function wrapKey(recoveryKey: Buffer, vaultKey: Buffer): string {
  const nonce = randomBytes(nonceBytes)
  const cipher = createCipheriv('aes-256-gcm', recoveryKey, nonce)
  return Buffer.concat([nonce, cipher.update(vaultKey), cipher.final(), cipher.getAuthTag()]).toString('base64')
}

function unwrapKey(recoveryKey: Buffer, file: VaultFile): Buffer {
  if (file.keyId !== keyId(recoveryKey))
    throw backupErrors.wrongKey({ wanted: file.keyId, given: keyId(recoveryKey) })
  const bytes = Buffer.from(file.wrapped, 'base64')
  try {
    const decipher = createDecipheriv('aes-256-gcm', recoveryKey, bytes.subarray(0, nonceBytes), {
      authTagLength: tagBytes,
    })
    decipher.setAuthTag(bytes.subarray(-tagBytes))
    return Buffer.concat([decipher.update(bytes.subarray(nonceBytes, -tagBytes)), decipher.final()])
  } catch (cause) {
    throw backupErrors.damaged({ name: vaultFileName, reason: 'is altered' }, cause)
  }
}

async function readVaultFile(store: ObjectStore): Promise<VaultFile | undefined> {
  const bytes = await store.get(vaultFileName)
  if (!bytes) return undefined
  try {
    const file = JSON.parse(bytes.toString('utf8')) as VaultFile
    if (file.format === 'lanong-backup-vault/1' && file.keyId && file.wrapped) return file
  } catch {
    /* told below */
  }
  throw backupErrors.damaged({ name: vaultFileName, reason: 'cannot be read' })
}

/** Two that keep the same seal it each with a salt of their own: the last one stays, with the same content. */
function holds(key: Buffer, name: string, bytes: Buffer, frames: readonly Uint8Array[]): boolean {
  try {
    return openWhole(key, name, bytes).equals(Buffer.concat(frames))
  } catch {
    return false
  }
}

function vaultOn(store: ObjectStore, key: Buffer): Vault {
  const nameKey = Buffer.from(hkdfSync('sha256', key, '', 'lanong-backup/1 names', keyBytes))
  return {
    store,
    key,
    blobName(hash) {
      const name = createHmac('sha256', nameKey).update(hash).digest('hex')
      return `blobs/${name.slice(0, 2)}/${name}`
    },
    async put(name, frames) {
      const bytes = seal(key, name, frames)
      await store.put(name, bytes)
      // Written is not kept: what comes back from the place must be what was sealed.
      const back = await store.get(name)
      if (!back || !(back.equals(bytes) || holds(key, name, back, frames)))
        throw backupErrors.damaged({ name, reason: 'did not come back as it was written' })
    },
    async read(name) {
      const bytes = await store.get(name)
      return bytes && openWhole(key, name, bytes)
    },
  }
}

/** Opens a store that holds a backup, with the recovery key. */
export async function openVault(store: ObjectStore, recoveryKey: Buffer): Promise<Vault> {
  const file = await readVaultFile(store)
  if (!file) throw backupErrors.noBackup({ where: store.where })
  return vaultOn(store, unwrapKey(recoveryKey, file))
}

/** The vault that this server writes; made with a new recovery key when neither is there. */
export async function ownVault(store: ObjectStore, keyFile: string): Promise<Vault> {
  const file = await readVaultFile(store)
  const known = await readRecoveryKey(keyFile)
  if (file) {
    if (!known) throw backupErrors.keyLost({ where: store.where, wanted: file.keyId, path: keyFile })
    return vaultOn(store, unwrapKey(known, file))
  }
  const recoveryKey = known ?? (await newRecoveryKey(keyFile))
  const key = randomBytes(keyBytes)
  const made: VaultFile = {
    format: 'lanong-backup-vault/1',
    keyId: keyId(recoveryKey),
    wrapped: wrapKey(recoveryKey, key),
  }
  await store.put(vaultFileName, Buffer.from(`${JSON.stringify(made)}\n`))
  return vaultOn(store, key)
}

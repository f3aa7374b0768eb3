import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib'
import { backupErrors } from './errors.ts'

/*
 * What the copies hold: "LNG1", 16 bytes of salt, then frames of a length (4 bytes), AES-256-GCM ciphertext and tag.
 * The key of an object is derived from the vault's key, the salt and the name of the object; the nonce is the number
 * of the frame; whether it is the last one is authenticated with it. So an object that is cut, altered, put together
 * from two others or given another name does not open.
 */
const magic = Buffer.from('LNG1')
const saltBytes = 16
const tagBytes = 16
const lengthBytes = 4

export interface Sealer {
  /** Adds a frame; returns its number. */
  add(frame: Uint8Array): number
  /** Ends the object with the last frame and returns all its bytes. */
  end(last?: Uint8Array): Buffer
  /** Bytes so far. */
  readonly size: number
}

function keyOf(vaultKey: Buffer, salt: Uint8Array, name: string): Buffer {
  return Buffer.from(hkdfSync('sha256', vaultKey, salt, `lanong-backup/1 ${name}`, 32))
}

function nonceOf(frame: number): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(frame, 8)
  return nonce
}

const stored = 0
const compressed = 1

/** The smaller of the bytes themselves and their zstd form, with a byte in front that says which. */
function pack(frame: Uint8Array): Buffer {
  const small = frame.length > 64 ? zstdCompressSync(frame) : undefined
  return small && small.length < frame.length
    ? Buffer.concat([Buffer.of(compressed), small])
    : Buffer.concat([Buffer.of(stored), frame])
}

function unpack(packed: Buffer): Buffer {
  return packed[0] === compressed ? zstdDecompressSync(packed.subarray(1)) : packed.subarray(1)
}

export function sealer(vaultKey: Buffer, name: string): Sealer {
  const salt = randomBytes(saltBytes)
  const key = keyOf(vaultKey, salt, name)
  const parts: Buffer[] = [magic, salt]
  let count = 0
  let size = magic.length + saltBytes
  const put = (frame: Uint8Array, last: boolean): number => {
    const cipher = createCipheriv('aes-256-gcm', key, nonceOf(count))
    cipher.setAAD(Buffer.of(last ? 1 : 0))
    const body = Buffer.concat([cipher.update(pack(frame)), cipher.final(), cipher.getAuthTag()])
    const length = Buffer.alloc(lengthBytes)
    length.writeUInt32BE(body.length)
    parts.push(length, body)
    size += lengthBytes + body.length
    return count++
  }
  return {
    add: (frame) => put(frame, false),
    end(last = Buffer.alloc(0)) {
      put(last, true)
      return Buffer.concat(parts)
    },
    get size() {
      return size
    },
  }
}

export function seal(vaultKey: Buffer, name: string, frames: readonly Uint8Array[]): Buffer {
  const made = sealer(vaultKey, name)
  for (const frame of frames.slice(0, -1)) made.add(frame)
  return made.end(frames.at(-1))
}

/** The frames of an object, one after the other. Throws `backup.damaged` at the first that is not as it was sealed. */
export function* openSealed(vaultKey: Buffer, name: string, bytes: Buffer): Generator<Buffer> {
  const damaged = (reason: string) => backupErrors.damaged({ name, reason })
  if (bytes.length < magic.length + saltBytes || !bytes.subarray(0, magic.length).equals(magic))
    throw damaged('is not what was written')
  const key = keyOf(vaultKey, bytes.subarray(magic.length, magic.length + saltBytes), name)
  let at = magic.length + saltBytes
  for (let frame = 0; ; frame++) {
    if (at + lengthBytes > bytes.length) throw damaged('is cut short')
    const length = bytes.readUInt32BE(at)
    const end = at + lengthBytes + length
    if (length < tagBytes || end > bytes.length) throw damaged('is cut short')
    const last = end === bytes.length
    const body = bytes.subarray(at + lengthBytes, end)
    const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(frame), { authTagLength: tagBytes })
    decipher.setAAD(Buffer.of(last ? 1 : 0))
    decipher.setAuthTag(body.subarray(-tagBytes))
    let plain: Buffer
    try {
      plain = Buffer.concat([decipher.update(body.subarray(0, -tagBytes)), decipher.final()])
    } catch {
      throw damaged('is altered')
    }
    yield unpack(plain)
    if (last) return
    at = end
  }
}

/** The whole content of an object of any number of frames. */
export function openWhole(vaultKey: Buffer, name: string, bytes: Buffer): Buffer {
  return Buffer.concat([...openSealed(vaultKey, name, bytes)])
}

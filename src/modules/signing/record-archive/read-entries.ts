import { crc32, inflateRawSync } from 'node:zlib'

const endSignature = 0x06054b50
const centralSignature = 0x02014b50
const localSignature = 0x04034b50
const mostBytes = 1024 * 1024 * 1024

interface Central {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly packed: number
  readonly size: number
  readonly at: number
  /** Version, flags, method, time, checksum and sizes, which the local header repeats. */
  readonly repeated: Buffer
}

function endOfCentral(bytes: Buffer): { count: number; size: number; at: number } | undefined {
  const at = bytes.length - 22
  if (at < 0 || bytes.readUInt32LE(at) !== endSignature || bytes.readUInt16LE(at + 20) !== 0) return undefined
  if (bytes.readUInt32LE(at + 4) !== 0) return undefined
  const count = bytes.readUInt16LE(at + 10)
  if (count !== bytes.readUInt16LE(at + 8)) return undefined
  const [size, from] = [bytes.readUInt32LE(at + 12), bytes.readUInt32LE(at + 16)]
  return from + size === at ? { count, size, at: from } : undefined
}

function centralAt(bytes: Buffer, at: number): { entry: Central; next: number } | undefined {
  if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== centralSignature) return undefined
  const [nameSize, extraSize, commentSize] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset))
  const next = at + 46 + (nameSize ?? 0) + (extraSize ?? 0) + (commentSize ?? 0)
  const entry = {
    name: bytes.toString('utf8', at + 46, at + 46 + (nameSize ?? 0)),
    method: bytes.readUInt16LE(at + 10),
    crc: bytes.readUInt32LE(at + 16),
    packed: bytes.readUInt32LE(at + 20),
    size: bytes.readUInt32LE(at + 24),
    at: bytes.readUInt32LE(at + 42),
    repeated: bytes.subarray(at + 6, at + 28),
  }
  return { entry, next }
}

/** Content of an entry, and where it ends. Both headers must say the same. */
function contentOf(bytes: Buffer, entry: Central): { content: Buffer; end: number } | undefined {
  const { at } = entry
  if (at + 30 > bytes.length || bytes.readUInt32LE(at) !== localSignature) return undefined
  const nameSize = bytes.readUInt16LE(at + 26)
  const from = at + 30 + nameSize + bytes.readUInt16LE(at + 28)
  const end = from + entry.packed
  const sameHeader =
    bytes.toString('utf8', at + 30, at + 30 + nameSize) === entry.name &&
    bytes.subarray(at + 4, at + 26).equals(entry.repeated)
  if (!sameHeader || end > bytes.length || entry.size > mostBytes) return undefined
  const packed = bytes.subarray(from, end)
  const content =
    entry.method === 0
      ? packed
      : entry.method === 8
        ? inflateRawSync(packed, { maxOutputLength: entry.size + 1 })
        : undefined
  return content && content.length === entry.size && crc32(content) === entry.crc ? { content, end } : undefined
}

/**
 * Entries of a ZIP file, strictly: every byte belongs to an entry or to the one directory at the end, entries
 * stand without gaps, no name comes twice. Programs that unpack it then all see the same files.
 *
 * @returns undefined when it is no such file
 */
export function readEntries(bytes: Buffer): Map<string, Buffer> | undefined {
  try {
    const directory = endOfCentral(bytes)
    if (!directory) return undefined
    const entries = new Map<string, Buffer>()
    let at = directory.at
    let used = 0
    for (let n = 0; n < directory.count; n++) {
      const found = centralAt(bytes, at)
      const read = found && found.entry.at === used ? contentOf(bytes, found.entry) : undefined
      if (!found || !read || entries.has(found.entry.name)) return undefined
      entries.set(found.entry.name, read.content)
      used = read.end
      at = found.next
    }
    return used === directory.at && at === directory.at + directory.size ? entries : undefined
  } catch {
    return undefined
  }
}

/** What a tar stream holds, told piece by piece. */
export interface TarTaker {
  begin(entry: TarEntry): void
  data(bytes: Buffer): void
  end(): void
}

export interface TarEntry {
  readonly path: string
  readonly size: number
  readonly kind: 'file' | 'folder' | 'link'
}

const block = 512

/** Reads ustar as PostgreSQL writes it, in pieces of any size. */
export function tarReader(take: TarTaker): (chunk: Buffer) => void {
  let head = Buffer.alloc(0)
  let left = 0
  let padding = 0
  let open = false

  const header = (bytes: Buffer) => {
    if (bytes.every((byte) => byte === 0)) return
    const entry = readHeader(bytes)
    take.begin(entry)
    left = entry.kind === 'file' ? entry.size : 0
    padding = (block - (left % block)) % block
    open = true
  }
  const finish = () => {
    if (open && left === 0) {
      open = false
      take.end()
    }
  }
  return (chunk) => {
    for (let at = 0; at < chunk.length; ) {
      if (left > 0) {
        const piece = chunk.subarray(at, at + left)
        take.data(piece)
        left -= piece.length
        at += piece.length
        finish()
      } else if (padding > 0) {
        const skipped = Math.min(padding, chunk.length - at)
        padding -= skipped
        at += skipped
      } else {
        const piece = chunk.subarray(at, at + block - head.length)
        head = Buffer.concat([head, piece])
        at += piece.length
        if (head.length < block) continue
        header(head)
        head = Buffer.alloc(0)
        finish()
      }
    }
  }
}

const kinds: Readonly<Record<string, TarEntry['kind']>> = { '0': 'file', '\0': 'file', '2': 'link', '5': 'folder' }

function readHeader(bytes: Buffer): TarEntry {
  const text = (from: number, length: number) => bytes.toString('utf8', from, from + length).replace(/\0.*$/s, '')
  const prefix = text(345, 155)
  const path = `${prefix ? `${prefix}/` : ''}${text(0, 100)}`.replace(/^\.\//, '').replace(/\/$/, '')
  const kind = kinds[String.fromCharCode(bytes[156] ?? 0)]
  if (!kind) throw new Error(`tar: unknown kind of entry for ${path}`)
  return { path, size: readSize(bytes.subarray(124, 136)), kind }
}

/** Octal, or base 256 when the first bit is set (sizes of 8 GB and more). */
function readSize(field: Buffer): number {
  if (((field[0] ?? 0) & 0x80) === 0) return Number.parseInt(field.toString('latin1').replace(/[\0 ]+$/, ''), 8)
  return field.subarray(1).reduce((sum, byte) => sum * 256 + byte, 0)
}

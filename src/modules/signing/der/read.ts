import { defineErrors } from '#kernel/app-error.ts'

export const derErrors = defineErrors('der', {
  malformed: { category: 'invalid', text: 'The signature data is damaged: {reason}.' },
})

/** One parsed value. `bytes` is its whole encoding, `content` what is inside. */
export interface DerNode {
  readonly tag: number
  readonly bytes: Buffer
  readonly content: Buffer
  readonly children: readonly DerNode[]
}

const maxDepth = 40

function header(bytes: Buffer, at: number): { tag: number; from: number; to: number } {
  const tag = bytes[at]
  const first = bytes[at + 1]
  if (tag === undefined || first === undefined) throw derErrors.malformed({ reason: 'cut short' })
  if ((tag & 0x1f) === 0x1f) throw derErrors.malformed({ reason: 'long tag' })
  if (first < 0x80) return { tag, from: at + 2, to: at + 2 + first }
  const count = first & 0x7f
  if (count === 0 || count > 4) throw derErrors.malformed({ reason: 'length form' })
  if (at + 2 + count > bytes.length) throw derErrors.malformed({ reason: 'cut short' })
  const size = bytes.readUIntBE(at + 2, count)
  if (size < 0x80 || size < 2 ** (8 * (count - 1))) throw derErrors.malformed({ reason: 'length form' })
  return { tag, from: at + 2 + count, to: at + 2 + count + size }
}

function parse(bytes: Buffer, at: number, depth: number): { node: DerNode; next: number } {
  if (depth > maxDepth) throw derErrors.malformed({ reason: 'nested too deep' })
  const { tag, from, to } = header(bytes, at)
  if (to > bytes.length) throw derErrors.malformed({ reason: 'cut short' })
  const content = bytes.subarray(from, to)
  const children: DerNode[] = []
  if (tag & 0x20) {
    for (let inner = from; inner < to; ) {
      const child = parse(bytes.subarray(0, to), inner, depth + 1)
      children.push(child.node)
      inner = child.next
    }
  }
  return { node: { tag, bytes: bytes.subarray(at, to), content, children }, next: to }
}

/** Parses one value; bytes after it are allowed only as `padding` of zeros (a PDF's /Contents is padded). */
export function readDer(input: Uint8Array, padding = false): DerNode {
  const bytes = Buffer.from(input.buffer, input.byteOffset, input.byteLength)
  const { node, next } = parse(bytes, 0, 0)
  const rest = bytes.subarray(next)
  if (rest.length > 0 && !(padding && rest.every((byte) => byte === 0)))
    throw derErrors.malformed({ reason: 'bytes after the end' })
  return node
}

/** The child at `index`, of the given tag when one is given. */
export function child(node: DerNode | undefined, index: number, tag?: number): DerNode {
  const found = node?.children[index]
  if (!found || (tag !== undefined && found.tag !== tag)) throw derErrors.malformed({ reason: `no part ${index}` })
  return found
}

/** The first child with a tag, if any. */
export const tagged = (node: DerNode, tag: number): DerNode | undefined =>
  node.children.find((part) => part.tag === tag)

/** Dotted text of an object identifier. */
export function readOid(node: DerNode): string {
  if (node.tag !== 0x06) throw derErrors.malformed({ reason: 'no object identifier' })
  const arcs: number[] = []
  let value = 0
  for (const byte of node.content) {
    value = value * 128 + (byte & 0x7f)
    if (byte & 0x80) continue
    arcs.push(value)
    value = 0
  }
  const [first = 0, ...rest] = arcs
  const top = Math.min(2, Math.floor(first / 40))
  return [top, first - top * 40, ...rest].join('.')
}

/** UTCTime or GeneralizedTime in UTC, with or without fractions. */
export function readTime(node: DerNode): Date {
  const text = node.content.toString('latin1')
  const year = node.tag === 0x17 ? (Number(text.slice(0, 2)) < 50 ? '20' : '19') : ''
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\.\d+)?Z$/.exec(year + text)
  if (!parts) throw derErrors.malformed({ reason: 'time' })
  const [, y, mo, d, h, mi, s, fraction = ''] = parts
  return new Date(`${y}-${mo}-${d}T${h}:${mi}:${s}${fraction.slice(0, 4)}Z`)
}

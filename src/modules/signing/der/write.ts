/** Writes DER (ITU-T X.690): every value has one encoding, so what is hashed and signed is unambiguous. */

export type Der = Buffer

function length(size: number): Buffer {
  if (size < 0x80) return Buffer.from([size])
  const bytes: number[] = []
  for (let rest = size; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest & 0xff)
  return Buffer.from([0x80 | bytes.length, ...bytes])
}

/** One value: tag, length, content. */
export function tlv(tag: number, ...content: readonly Uint8Array[]): Der {
  const body = Buffer.concat(content)
  return Buffer.concat([Buffer.from([tag]), length(body.length), body])
}

export const sequence = (...items: readonly Uint8Array[]): Der => tlv(0x30, ...items)

/** SET OF: DER orders the encodings (X.690 §11.6). */
export const setOf = (...items: readonly Uint8Array[]): Der =>
  tlv(0x31, ...[...items].sort((a, b) => Buffer.compare(a, b)))

/** [n] constructed: explicit tagging, or an implicit SEQUENCE or SET whose content is given. */
export const context = (n: number, ...content: readonly Uint8Array[]): Der => tlv(0xa0 | n, ...content)

/** [n] IMPLICIT primitive. */
export const contextPrimitive = (n: number, content: Uint8Array): Der => tlv(0x80 | n, content)

export const octets = (bytes: Uint8Array): Der => tlv(0x04, bytes)
export const bitString = (bytes: Uint8Array, unusedBits = 0): Der => tlv(0x03, Buffer.from([unusedBits]), bytes)
export const nothing = (): Der => Buffer.from([0x05, 0x00])
export const boolean = (value: boolean): Der => Buffer.from([0x01, 0x01, value ? 0xff : 0x00])
export const utf8 = (text: string): Der => tlv(0x0c, Buffer.from(text, 'utf8'))
export const printable = (text: string): Der => tlv(0x13, Buffer.from(text, 'latin1'))
export const ia5 = (text: string): Buffer => Buffer.from(text, 'latin1')

/** A non-negative whole number, or the big-endian bytes of one. */
export function integer(value: number | bigint | Uint8Array): Der {
  if (value instanceof Uint8Array) {
    let from = 0
    while (from < value.length - 1 && value[from] === 0) from++
    const bytes = value.subarray(from)
    return tlv(0x02, ...((bytes[0] ?? 0) & 0x80 ? [Buffer.from([0]), bytes] : [bytes]))
  }
  const hex = BigInt(value).toString(16)
  return integer(Buffer.from(hex.length % 2 ? `0${hex}` : hex, 'hex'))
}

/** An object identifier from its dotted text. */
export function oid(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes: number[] = []
  for (const arc of [first * 40 + second, ...rest]) {
    const groups = [arc & 0x7f]
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80)
    bytes.push(...groups)
  }
  return tlv(0x06, Buffer.from(bytes))
}

const digits = (at: Date) => at.toISOString().replace(/[-:T]|\.\d+/g, '')

/** GeneralizedTime in whole seconds, UTC. */
export const generalizedTime = (at: Date): Der => tlv(0x18, Buffer.from(digits(at), 'latin1'))

/** Time of a certificate: UTCTime until 2049, as RFC 5280 §4.1.2.5 asks. */
export function certificateTime(at: Date): Der {
  return at.getUTCFullYear() < 2050 ? tlv(0x17, Buffer.from(digits(at).slice(2), 'latin1')) : generalizedTime(at)
}

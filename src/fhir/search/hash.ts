/** A hash under way: the two lanes after the characters so far. */
export interface HashState {
  readonly a: number
  readonly b: number
}

const start: HashState = { a: 0x9e3779b9, b: 0x7f4a7c15 }

/** The state after a text that many hashed texts begin with, so that it is walked once. */
export function hashStart(text: string, from: HashState = start): HashState {
  let { a, b } = from
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x85ebca77)
    b = Math.imul(b ^ code, 0xc2b2ae3d)
  }
  return { a, b }
}

/**
 * A 53-bit hash of a text: fits a JavaScript number and a PostgreSQL bigint, no BigInt needed.
 * Two 32-bit lanes with different multipliers, mixed at the end. With 10 million different values the
 * chance of one collision is 0.6 % (n² / 2^54).
 */
export function hashEnd(from: HashState, text: string): number {
  let { a, b } = from
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    a = Math.imul(a ^ code, 0x85ebca77)
    b = Math.imul(b ^ code, 0xc2b2ae3d)
  }
  a = Math.imul(a ^ (a >>> 15) ^ b, 0x27d4eb2f)
  b = Math.imul(b ^ (b >>> 13) ^ a, 0x165667b1)
  a ^= a >>> 16
  b ^= b >>> 15
  return (b & 0x1fffff) * 4_294_967_296 + (a >>> 0)
}

export function hash53(text: string): number {
  return hashEnd(start, text)
}

/** 31-bit number of a search parameter code, for the side tables. */
export function paramNumber(code: string): number {
  return hash53(`param ${code}`) % 2_147_483_647
}

const hex = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'))

/** Random bytes in stock: asking for sixteen at a time costs more than all else of an id. */
const stock = new Uint8Array(4096)
let used = stock.length

function randomByte(): number {
  if (used === stock.length) {
    crypto.getRandomValues(stock)
    used = 0
  }
  return stock[used++] ?? 0
}

/**
 * A UUID version 7: 48 bits of Unix milliseconds, then random bits; sorts by time of making.
 * @see https://www.rfc-editor.org/rfc/rfc9562#section-5.7
 */
export function uuidv7(nowMs: number = Date.now()): string {
  let text = ''
  for (let at = 0; at < 16; at++) {
    if (at === 4 || at === 6 || at === 8 || at === 10) text += '-'
    text += hex[byteAt(at, nowMs)]
  }
  return text
}

function byteAt(at: number, nowMs: number): number {
  if (at < 6) return Math.floor(nowMs / 2 ** (8 * (5 - at))) & 0xff
  if (at === 6) return (randomByte() & 0x0f) | 0x70
  return at === 8 ? (randomByte() & 0x3f) | 0x80 : randomByte()
}

const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/

export function isUuid(text: string): boolean {
  return uuidPattern.test(text)
}

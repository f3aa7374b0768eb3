import { createHmac } from 'node:crypto'

const stepSeconds = 30
const digits = 6
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** The step of a moment. @see RFC 6238 §4.2 */
export function stepOf(at: Date): number {
  return Math.floor(at.getTime() / 1000 / stepSeconds)
}

/** The code of a step: HMAC-SHA-1, six digits, what every authenticator makes. @see RFC 4226 §5.3 */
export function codeOf(secret: Buffer, step: number): string {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const offset = (mac.at(-1) ?? 0) & 0x0f
  const number = (mac.readUInt32BE(offset) & 0x7fffffff) % 10 ** digits
  return String(number).padStart(digits, '0')
}

/** The step that a code belongs to: the one of now, or a neighbour, since clocks differ; undefined when none. */
export function matchingStep(secret: Buffer, code: string, now: Date): number | undefined {
  const step = stepOf(now)
  return [step, step - 1, step + 1].find((one) => codeOf(secret, one) === code)
}

/** Base32 of RFC 4648 without padding, as authenticators take it by hand. */
export function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => alphabet[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

/** What the QR code of an authenticator holds. */
export function otpauthUri(secret: Buffer, of: { readonly issuer: string; readonly userName: string }): string {
  const label = `${encodeURIComponent(of.issuer)}:${encodeURIComponent(of.userName)}`
  return `otpauth://totp/${label}?secret=${base32(secret)}&issuer=${encodeURIComponent(of.issuer)}&digits=${digits}&period=${stepSeconds}`
}

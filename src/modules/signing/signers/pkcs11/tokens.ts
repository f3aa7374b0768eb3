import { attribute, type Cryptoki, CryptokiFault, ck, ulong } from './cryptoki.ts'
import type { TokenCertificate } from './messages.ts'

const mostTokens = 256
const mostObjects = 64
/** CK_TOKEN_INFO: label 32, manufacturer 32, model 16, then serial number and flags; 208 bytes at most. */
const serialAt = 80
const flagsAt = 96

export interface Token {
  readonly slot: number
  readonly serial: string
  readonly flags: number
}

function numbers(list: Buffer, count: number): number[] {
  const size = ulong(0).length
  return Array.from({ length: count }, (_, at) => list.readUInt32LE(at * size))
}

/** Tokens that are plugged in now. */
export function tokensOf(cryptoki: Cryptoki): Token[] {
  const list = Buffer.alloc(mostTokens * ulong(0).length)
  const count = [mostTokens]
  cryptoki.slotList(1, list, count)
  return numbers(list, count[0] ?? 0).flatMap((slot) => {
    const info = Buffer.alloc(256)
    try {
      cryptoki.tokenInfo(slot, info)
    } catch {
      return []
    }
    const serial = info.toString('latin1', serialAt, flagsAt).trim()
    return serial === '' ? [] : [{ slot, serial, flags: info.readUInt32LE(flagsAt) }]
  })
}

export function inSession<T>(cryptoki: Cryptoki, slot: number, work: (session: number) => T): T {
  const session = openSession(cryptoki, slot)
  try {
    return work(session)
  } finally {
    cryptoki.closeSession(session)
  }
}

export function openSession(cryptoki: Cryptoki, slot: number): number {
  const handle = [0]
  cryptoki.openSession(slot, ck.serialSession, null, null, handle)
  return handle[0] ?? 0
}

export function findObjects(
  cryptoki: Cryptoki,
  session: number,
  template: readonly ReturnType<typeof attribute>[],
): number[] {
  cryptoki.findInit(session, template, template.length)
  const list = Buffer.alloc(mostObjects * ulong(0).length)
  const count = [0]
  cryptoki.find(session, list, mostObjects, count)
  cryptoki.findFinal(session)
  return numbers(list, count[0] ?? 0)
}

/** The value of one attribute: its length is asked first. */
export function readAttribute(cryptoki: Cryptoki, session: number, object: number, type: number): Buffer {
  const asked = [{ type, pValue: null, ulValueLen: 0 }]
  cryptoki.attributes(session, object, asked, 1)
  const value = Buffer.alloc(Number(asked[0]?.ulValueLen ?? 0))
  cryptoki.attributes(session, object, [attribute(type, value)], 1)
  return value
}

function certificatesOn(cryptoki: Cryptoki, { slot, serial }: Token): TokenCertificate[] {
  return inSession(cryptoki, slot, (session) =>
    findObjects(cryptoki, session, [attribute(ck.attribute.class, ulong(ck.class.certificate))]).map((object) => ({
      token: serial,
      key: readAttribute(cryptoki, session, object, ck.attribute.id).toString('hex'),
      certificate: readAttribute(cryptoki, session, object, ck.attribute.value),
    })),
  )
}

/** Certificates on all tokens; they are public, no PIN is needed. */
export function listCertificates(cryptoki: Cryptoki): TokenCertificate[] {
  return tokensOf(cryptoki).flatMap((token) => {
    try {
      return certificatesOn(cryptoki, token)
    } catch (error) {
      if (error instanceof CryptokiFault) return []
      throw error
    }
  })
}

import { createHash } from 'node:crypto'
import { integer, sequence } from '../../der/write.ts'
import { attribute, type Cryptoki, CryptokiFault, ck, ulong } from './cryptoki.ts'
import { findObjects, openSession, readAttribute, tokensOf } from './tokens.ts'

/** DigestInfo of a SHA-256 (RFC 8017 §9.2, note 1): the mechanism that every token has signs it as it is. */
const sha256Info = Buffer.from('3031300d060960864801650304020105000420', 'hex')
const mostSignature = 1024

export interface SigningSession {
  sign(content: Uint8Array): Buffer
  close(): void
}

/** r and s of one length, as tokens give them, become the SEQUENCE that certificates' signatures are. */
function ecdsaDer(raw: Buffer): Buffer {
  const half = raw.length / 2
  const whole = (bytes: Buffer) => {
    const first = bytes.findIndex((byte) => byte !== 0)
    const short = bytes.subarray(Math.max(0, first))
    return integer((short[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), short]) : short)
  }
  return sequence(whole(raw.subarray(0, half)), whole(raw.subarray(half)))
}

function logIn(cryptoki: Cryptoki, session: number, flags: number, pin: string): void {
  if ((flags & ck.flag.locked) !== 0) throw new CryptokiFault('pin-locked', 'the token says so')
  const bytes = Buffer.from(pin, 'utf8')
  try {
    cryptoki.login(session, ck.user, bytes, bytes.length)
  } finally {
    bytes.fill(0)
  }
}

function signerOf(cryptoki: Cryptoki, session: number, key: number): SigningSession['sign'] {
  const keyType = readAttribute(cryptoki, session, key, ck.attribute.keyType).readUInt32LE()
  const isEc = keyType === ck.keyType.ec
  const mechanism = isEc ? ck.mechanism.ecdsa : ck.mechanism.rsaPkcs
  return (content) => {
    const digest = createHash('sha256').update(content).digest()
    const data = isEc ? digest : Buffer.concat([sha256Info, digest])
    cryptoki.signInit(session, { mechanism, pParameter: null, ulParameterLen: 0 }, key)
    const signature = Buffer.alloc(mostSignature)
    const room = [mostSignature]
    cryptoki.sign(session, data, data.length, signature, room)
    const raw = signature.subarray(0, Number(room[0]))
    return isEc ? ecdsaDer(raw) : raw
  }
}

/** A key that an open session held and that is there no more went with its token. */
function whileHeld(sign: SigningSession['sign']): SigningSession['sign'] {
  return (content) => {
    try {
      return sign(content)
    } catch (error) {
      if (error instanceof CryptokiFault && error.fault === 'key-gone')
        throw new CryptokiFault('token-gone', error.message)
      throw error
    }
  }
}

/** Logs in to a token with the PIN of its owner and finds the key. */
export function openSigning(cryptoki: Cryptoki, serial: string, keyId: string, pin: string): SigningSession {
  const token = tokensOf(cryptoki).find((one) => one.serial === serial)
  if (!token) throw new CryptokiFault('token-gone', serial)
  const session = openSession(cryptoki, token.slot)
  try {
    logIn(cryptoki, session, token.flags, pin)
    const [key] = findObjects(cryptoki, session, [
      attribute(ck.attribute.class, ulong(ck.class.privateKey)),
      attribute(ck.attribute.id, Buffer.from(keyId, 'hex')),
    ])
    if (key === undefined) throw new CryptokiFault('key-gone', keyId)
    return {
      sign: whileHeld(signerOf(cryptoki, session, key)),
      close() {
        cryptoki.logout(session)
        cryptoki.closeSession(session)
      },
    }
  } catch (error) {
    cryptoki.closeSession(session)
    throw error
  }
}

import koffi from 'koffi'
import type { TokenFault } from './messages.ts'

/** Numbers of PKCS#11 2.40 that are used here. */
export const ck = {
  class: { certificate: 1, privateKey: 3 },
  attribute: { class: 0, value: 0x11, keyType: 0x100, id: 0x102 },
  keyType: { rsa: 0, ec: 3 },
  mechanism: { rsaPkcs: 1, ecdsa: 0x1041 },
  serialSession: 4,
  user: 1,
  flag: { finalTry: 0x20000, locked: 0x40000 },
} as const

/** Return values by what they mean to a signer; all others are refusals. */
const meaning: Readonly<Record<number, TokenFault>> = {
  48: 'token-gone', // CKR_DEVICE_ERROR
  50: 'token-gone', // CKR_DEVICE_REMOVED
  96: 'key-gone', // CKR_KEY_HANDLE_INVALID
  130: 'key-gone', // CKR_OBJECT_HANDLE_INVALID
  160: 'pin-wrong', // CKR_PIN_INCORRECT
  161: 'pin-wrong', // CKR_PIN_INVALID
  162: 'pin-wrong', // CKR_PIN_LEN_RANGE
  163: 'pin-locked', // CKR_PIN_EXPIRED
  164: 'pin-locked', // CKR_PIN_LOCKED
  179: 'token-gone', // CKR_SESSION_HANDLE_INVALID
  224: 'token-gone', // CKR_TOKEN_NOT_PRESENT
  225: 'token-gone', // CKR_TOKEN_NOT_RECOGNIZED
}

export class CryptokiFault extends Error {
  readonly fault: TokenFault

  constructor(fault: TokenFault, detail: string) {
    super(`${fault}: ${detail}`)
    this.fault = fault
  }
}

export interface Attribute {
  readonly type: number
  readonly pValue: Buffer | null
  readonly ulValueLen: number
}

type Call = (...args: unknown[]) => number

/** Room for a CK_ULONG, whatever its size is here. */
const ulongBytes = koffi.sizeof('unsigned long')

export function ulong(value: number): Buffer {
  const bytes = Buffer.alloc(ulongBytes)
  bytes.writeUInt32LE(value)
  return bytes
}

export const attribute = (type: number, value: Buffer): Attribute => ({
  type,
  pValue: value,
  ulValueLen: value.length,
})

/** The functions of a PKCS#11 library that are used here; each throws what the library refuses. */
export function loadCryptoki(path: string) {
  // On Windows the structures of PKCS#11 are packed to one byte.
  const struct = process.platform === 'win32' ? koffi.pack : koffi.struct
  struct('CK_ATTRIBUTE', { type: 'unsigned long', pValue: 'void *', ulValueLen: 'unsigned long' })
  struct('CK_MECHANISM', { mechanism: 'unsigned long', pParameter: 'void *', ulParameterLen: 'unsigned long' })
  const library = koffi.load(path)
  const bind = (name: string, args: string): Call => {
    const native = library.func(`unsigned long ${name}(${args})`) as Call
    return (...given) => {
      const result = native(...given)
      if (result !== 0) throw new CryptokiFault(meaning[result] ?? 'refused', `${name} 0x${result.toString(16)}`)
      return result
    }
  }
  return {
    initialize: bind('C_Initialize', 'void *args'),
    slotList: bind('C_GetSlotList', 'uint8_t present, void *list, _Inout_ unsigned long *count'),
    tokenInfo: bind('C_GetTokenInfo', 'unsigned long slot, void *info'),
    openSession: bind(
      'C_OpenSession',
      'unsigned long slot, unsigned long flags, void *app, void *notify, _Out_ unsigned long *session',
    ),
    closeSession: bind('C_CloseSession', 'unsigned long session'),
    login: bind('C_Login', 'unsigned long session, unsigned long user, void *pin, unsigned long length'),
    logout: bind('C_Logout', 'unsigned long session'),
    findInit: bind('C_FindObjectsInit', 'unsigned long session, CK_ATTRIBUTE *template, unsigned long count'),
    find: bind(
      'C_FindObjects',
      'unsigned long session, void *objects, unsigned long most, _Out_ unsigned long *count',
    ),
    findFinal: bind('C_FindObjectsFinal', 'unsigned long session'),
    attributes: bind(
      'C_GetAttributeValue',
      'unsigned long session, unsigned long object, _Inout_ CK_ATTRIBUTE *template, unsigned long count',
    ),
    signInit: bind('C_SignInit', 'unsigned long session, CK_MECHANISM *mechanism, unsigned long key'),
    sign: bind(
      'C_Sign',
      'unsigned long session, void *data, unsigned long length, void *signature, _Inout_ unsigned long *room',
    ),
  }
}

export type Cryptoki = ReturnType<typeof loadCryptoki>

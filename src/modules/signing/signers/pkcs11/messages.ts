/** What the process that holds the PKCS#11 library is asked; bytes travel as they are. */
export type TokenTask =
  | { readonly kind: 'list' }
  | { readonly kind: 'open'; readonly token: string; readonly key: string; readonly pin: string }
  | { readonly kind: 'sign'; readonly content: Uint8Array }
  | { readonly kind: 'close' }

export interface TokenRequest {
  readonly id: number
  readonly task: TokenTask
}

/** A certificate on a token, which a private key of the same id may stand behind. */
export interface TokenCertificate {
  /** Serial number of the token. */
  readonly token: string
  /** CKA_ID, hex. */
  readonly key: string
  readonly certificate: Uint8Array
}

export interface TokenDone {
  readonly id: number
  readonly certificates?: readonly TokenCertificate[]
  readonly signature?: Uint8Array
}

export type TokenAnswer = TokenDone | { readonly id: number; readonly fault: TokenFault }

export type TokenFault = 'pin-wrong' | 'pin-locked' | 'token-gone' | 'key-gone' | 'refused'

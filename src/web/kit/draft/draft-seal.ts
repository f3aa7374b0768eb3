import { xchacha20poly1305 } from '@noble/ciphers/chacha.js'

const nonceBytes = 24
const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))

function base64Of(bytes: Uint8Array): string {
  let letters = ''
  for (let at = 0; at < bytes.length; at += 8192) letters += String.fromCharCode(...bytes.subarray(at, at + 8192))
  return btoa(letters)
}

/** Seals texts with the key of a person, at once: what was typed before a page died is on the device. */
export class DraftSeal {
  readonly #key: Uint8Array

  constructor(base64: string) {
    this.#key = bytesOf(base64)
  }

  /** Opens again under the same name only. */
  seal(name: string, text: string): string {
    const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes))
    const bytes = new TextEncoder()
    const sealed = xchacha20poly1305(this.#key, nonce, bytes.encode(name)).encrypt(bytes.encode(text))
    return `${base64Of(nonce)}.${base64Of(sealed)}`
  }

  /** Throws when it was sealed with another key or under another name, or is damaged. */
  open(name: string, sealed: string): string {
    const [nonce = '', bytes = ''] = sealed.split('.')
    const aad = new TextEncoder().encode(name)
    const text = xchacha20poly1305(this.#key, bytesOf(nonce), aad).decrypt(bytesOf(bytes))
    return new TextDecoder().decode(text)
  }
}

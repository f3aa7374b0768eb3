import type { Certificate } from '../x509/certificate.ts'

/**
 * Something that can sign in a person's or an organisation's name. The formats (CMS, PAdES, XAdES) ask no more of it.
 * The private key itself never leaves it.
 */
export interface Signer {
  readonly certificate: Certificate
  /** Certificates between the signer and the root, root included when known. */
  readonly chain: readonly Certificate[]
  /** Signs `bytes` with SHA-256 and the algorithm of the certificate's key. */
  sign(bytes: Buffer): Promise<Buffer>
}

/** A key that one authentication of its owner has opened: software key, PKCS#11 token, remote signing service. */
export interface OpenKey extends Omit<Signer, 'sign'> {
  /** The authentication opened it for the contents of the first call and nothing else. */
  readonly batchBound?: true
  /**
   * Signs each of `contents` as `Signer.sign` does: one outcome each, in their order. What was signed before a
   * failure stays signed. Throws when nothing can be signed at all.
   */
  signAll(contents: readonly Buffer[]): Promise<readonly PromiseSettledResult<Buffer>[]>
}

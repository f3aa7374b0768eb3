import { verifyCms } from '../cms/verify-detached.ts'
import { verifyJson } from '../jades/verify.ts'
import { verifyPaper } from '../pades/verify.ts'
import type { Trust } from '../x509/chain.ts'
import { verifyXml } from '../xades/verify.ts'
import type { ValidationReport } from './report.ts'

/** White space and a byte order mark may stand before the first sign of a text. */
const firstSign = (bytes: Buffer): string =>
  bytes.toString('latin1', 0, 64).replace(/^(\u00ef\u00bb\u00bf)?\s*/, '')[0] ?? ''

/**
 * Checks the signatures of a file of any kind that is signed here: PDF, XML, JSON, or CMS beside its content. Needs neither
 * network nor database.
 *
 * @param content what a signature that stands beside its content is over
 * @returns undefined when the file is of none of these kinds
 */
export function validate(
  bytes: Buffer,
  trust: Trust,
  given: { readonly content?: Buffer; readonly now?: Date } = {},
): ValidationReport | undefined {
  const now = given.now ?? new Date()
  if (bytes.subarray(0, 1024).includes('%PDF-')) return verifyPaper(bytes, trust, now)
  if (given.content) return verifyCms(given.content, bytes, trust, now)
  const first = firstSign(bytes)
  if (first === '<') return verifyXml(bytes, trust, now)
  return first === '{' ? verifyJson(bytes, trust, now) : undefined
}

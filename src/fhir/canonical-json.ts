import { parseJson } from './json.ts'

/**
 * A number that JavaScript might write otherwise than it stands there: with an exponent, a zero at the end of its
 * decimals, more than 15 digits, a very small one, or -0.
 */
const oddNumber = /[:[,](?:-?\d+\.\d*0[,\]}]|-?\d[\d.]*[eE]|-?[\d.]{16,}|-?0\.00000|-0[,\]}])/

/**
 * Parses what `canonicalJson` made: it was checked before it was written, so only the digits of numbers need care. What
 * looks like an odd number in a text costs time, nothing else.
 */
export function parseCanonical(bytes: Buffer): unknown {
  const text = bytes.toString('utf8')
  return oddNumber.test(text) ? parseJson(text) : JSON.parse(text)
}

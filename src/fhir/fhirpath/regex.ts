import { RE2JS } from 're2js'
import { fhirPathErrors } from './errors.ts'
import { fhirPathLimits } from './limits.ts'

const known = new Map<string, RE2JS>()
const mostKnown = 500

/**
 * A regular expression that is matched in time proportional to the text: no pattern can hang the server. It has no
 * look-around and no back references, which no published expression of R4 uses.
 */
function compiled(pattern: string, flags: string): RE2JS {
  if (pattern.length > 1_000) throw fhirPathErrors.tooLong({ most: 1_000 })
  const key = `${flags}/${pattern}`
  const found = known.get(key)
  if (found) return found
  let bits = RE2JS.DOTALL
  if (flags.includes('i')) bits |= RE2JS.CASE_INSENSITIVE
  if (flags.includes('m')) bits |= RE2JS.MULTILINE
  let made: RE2JS
  try {
    made = RE2JS.compile(pattern, bits)
  } catch (cause) {
    throw fhirPathErrors.failed(
      { reason: `the regular expression ${pattern.slice(0, 80)} is not accepted` },
      cause,
    )
  }
  if (known.size >= mostKnown) known.clear()
  known.set(key, made)
  return made
}

function checkText(text: string): void {
  const most = fhirPathLimits.text
  if (text.length > most) throw fhirPathErrors.tooCostly({ most, what: 'characters' })
}

/** Whether the pattern is found somewhere in the text. */
export function finds(text: string, pattern: string, flags = ''): boolean {
  checkText(text)
  return compiled(pattern, flags).matcher(text).find()
}

/** Whether the whole text is as the pattern says. */
export function matchesAll(text: string, pattern: string, flags = ''): boolean {
  checkText(text)
  return compiled(pattern, flags).matches(text)
}

/** Replaces each match; `$1` and `${name}` stand for groups. */
export function replaceAll(text: string, pattern: string, substitution: string): string {
  checkText(text)
  if (pattern === '') return text
  return compiled(pattern, '').matcher(text).replaceAll(substitution)
}

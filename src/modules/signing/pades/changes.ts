import type { PdfDocument } from '#platform/pdf/document.ts'
import type { PdfDict, PdfValue } from '#platform/pdf/objects.ts'
import { writeValue } from '#platform/pdf/write.ts'
import type { Place } from '#platform/pdf/xref.ts'

const samePlace = (a: Place | undefined, b: Place | undefined) => JSON.stringify(a) === JSON.stringify(b)
const sameValue = (a: PdfValue | undefined, b: PdfValue | undefined) =>
  (a && writeValue(a)) === (b && writeValue(b))

/** Whether two dictionaries differ in nothing but some keys. */
function sameBut(before: PdfDict, after: PdfDict, keys: readonly string[]): boolean {
  const all = new Set([...before.entries.keys(), ...after.entries.keys()])
  return [...all].every((key) => keys.includes(key) || sameValue(before.entries.get(key), after.entries.get(key)))
}

/** Filling an empty signature field: its value and what it shows, nothing else. */
function fillsSignature(before: PdfValue, after: PdfValue): boolean {
  if (before.kind !== 'dict' || after.kind !== 'dict') return false
  const type = before.entries.get('FT')
  if (type?.kind !== 'name' || type.name !== 'Sig' || before.entries.has('V')) return false
  return after.entries.get('V')?.kind === 'ref' && sameBut(before, after, ['V', 'AP'])
}

/** Adding validation material (certificates, revocation lists) to the catalogue. */
function addsValidation(before: PdfValue, after: PdfValue): boolean {
  return before.kind === 'dict' && after.kind === 'dict' && sameBut(before, after, ['DSS', 'Extensions'])
}

/**
 * What later revisions of a file changed of what was signed. Permitted is only filling a signature field that
 * stood there empty, adding validation material, and new objects, which nothing signed can refer to.
 *
 * @returns numbers of objects that were changed against the rule; -1 stands for the trailer
 */
export function forbiddenChanges(signed: PdfDocument, now: PdfDocument): number[] {
  const bad: number[] = []
  const root = signed.root.num
  for (const key of ['Root', 'Info', 'Encrypt'])
    if (!sameValue(signed.trailer.entries.get(key), now.trailer.entries.get(key))) bad.push(-1)
  for (const [num, place] of signed.places) {
    if (samePlace(place, now.places.get(num))) continue
    const before = signed.object(num)
    const after = now.object(num)
    const permitted = num === root ? addsValidation(before, after) : fillsSignature(before, after)
    if (!permitted) bad.push(num)
  }
  return bad
}

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

/** A field with actions or a face of its own could do or show something. */
const fieldKeys = new Set(['Type', 'Subtype', 'FT', 'T', 'F', 'P', 'Rect', 'V'])

const emptyBox = (value: PdfValue | undefined): boolean =>
  value?.kind === 'array' && value.items.every((item) => item.kind === 'number' && Number(item.text) === 0)

/** A new field without a face that holds a time stamp of the whole file. */
function isTimeStampField(item: PdfValue, signed: PdfDocument, now: PdfDocument): boolean {
  if (item.kind !== 'ref' || signed.places.has(item.num)) return false
  const field = now.object(item.num)
  if (field.kind !== 'dict' || now.name(field, 'FT') !== 'Sig' || !emptyBox(field.entries.get('Rect')))
    return false
  if (![...field.entries.keys()].every((key) => fieldKeys.has(key))) return false
  const value = now.entry(field, 'V')
  return value?.kind === 'dict' && now.name(value, 'SubFilter') === 'ETSI.RFC3161'
}

/** The same list with nothing but fields of time stamps behind it. */
function growsByTimeStamps(before: readonly PdfValue[], after: readonly PdfValue[], at: Moments): boolean {
  return (
    after.length >= before.length &&
    before.every((item, i) => sameValue(item, after[i])) &&
    after.slice(before.length).every((item) => isTimeStampField(item, at.signed, at.now))
  )
}

interface Moments {
  readonly signed: PdfDocument
  readonly now: PdfDocument
}

/** The form and the first page name the field of a time stamp; nothing else of them changes. */
function namesTimeStamp(before: PdfValue, after: PdfValue, at: Moments): boolean {
  if (before.kind !== 'dict' || after.kind !== 'dict') return false
  const key = before.entries.has('Fields') ? 'Fields' : 'Annots'
  if (key === 'Annots' && at.signed.name(before, 'Type') !== 'Page') return false
  const items = (of: PdfDocument, from: PdfDict) => of.items(from.entries.get(key))
  return sameBut(before, after, [key]) && growsByTimeStamps(items(at.signed, before), items(at.now, after), at)
}

function isPermitted(num: number, at: Moments): boolean {
  const before = at.signed.object(num)
  const after = at.now.object(num)
  if (num === at.signed.root.num) return addsValidation(before, after)
  return fillsSignature(before, after) || namesTimeStamp(before, after, at)
}

/**
 * What later revisions of a file changed of what was signed. Permitted is only filling a signature field that
 * stood there empty, adding validation material, time-stamping the whole, and new objects, which nothing signed
 * can refer to.
 *
 * @returns numbers of objects that were changed against the rule; -1 stands for the trailer
 */
export function forbiddenChanges(signed: PdfDocument, now: PdfDocument): number[] {
  const bad: number[] = []
  for (const key of ['Root', 'Info', 'Encrypt'])
    if (!sameValue(signed.trailer.entries.get(key), now.trailer.entries.get(key))) bad.push(-1)
  for (const [num, place] of signed.places)
    if (!samePlace(place, now.places.get(num)) && !isPermitted(num, { signed, now })) bad.push(num)
  return bad
}

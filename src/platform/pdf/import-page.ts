import { PdfDocument } from './document.ts'
import { array, dict, name, num, type PdfDict, type PdfStream, type PdfValue, ref } from './objects.ts'
import { pdfErrors } from './parse.ts'
import type { PdfUpdate } from './update.ts'

/** Copies objects of another file into the one being updated, each once. */
export interface ObjectCopier {
  readonly from: PdfDocument
  copy(value: PdfValue): PdfValue
}

export function objectCopier(update: PdfUpdate, from: PdfDocument): ObjectCopier {
  const numbers = new Map<number, number>()
  const copy = (value: PdfValue): PdfValue => {
    if (value.kind === 'ref') return ref(copyObject(value.num))
    if (value.kind === 'array') return array(...value.items.map(copy))
    if (value.kind === 'dict') return copyDict(value)
    return value
  }
  const copyDict = (value: PdfDict): PdfDict => ({
    kind: 'dict',
    entries: new Map([...value.entries].map(([key, item]) => [key, copy(item)])),
  })
  const copyObject = (objectNumber: number): number => {
    const known = numbers.get(objectNumber)
    if (known !== undefined) return known
    const given = update.reserve()
    numbers.set(objectNumber, given)
    const value = from.object(objectNumber)
    update.set(given, value.kind === 'stream' ? { ...value, dict: copyDict(value.dict) } : copy(value))
    return given
  }
  return { from, copy }
}

/** Corners of a rectangle of the file: left, bottom, right, top. */
export function cornersOf(
  from: PdfDocument,
  value: PdfValue | undefined,
): readonly [number, number, number, number] {
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = from
    .items(value)
    .map((item) => (item.kind === 'number' ? Number(item.text) : 0))
  return [x0, y0, x1, y1]
}

export interface FormObject {
  readonly num: number
  readonly width: number
  readonly height: number
}

/** A page of another file as a form XObject of the file being updated. */
export function importPageOf(update: PdfUpdate, copier: ObjectCopier, index: number): FormObject {
  const { from, copy } = copier
  const page = from.dict(from.pages()[index])
  const content = from.entry(page, 'Contents')
  if (content?.kind !== 'stream') throw pdfErrors.unsupported({ feature: 'a page in several streams' })
  const [x0, y0, x1, y1] = cornersOf(from, page.entries.get('MediaBox'))
  const form: PdfStream = {
    kind: 'stream',
    raw: content.raw,
    dict: dict({
      Type: name('XObject'),
      Subtype: name('Form'),
      BBox: array(num(x0), num(y0), num(x1), num(y1)),
      Resources: copy(page.entries.get('Resources') ?? dict({})),
      Filter: content.dict.entries.get('Filter'),
    }),
  }
  return { num: update.add(form), width: x1 - x0, height: y1 - y0 }
}

/** The first page of another PDF as a form XObject of the file being updated. */
export function importPage(update: PdfUpdate, source: Buffer): FormObject {
  return importPageOf(update, objectCopier(update, new PdfDocument(source)), 0)
}

import { PdfDocument } from './document.ts'
import { array, dict, name, num, type PdfDict, type PdfStream, type PdfValue, ref } from './objects.ts'
import { pdfErrors } from './parse.ts'
import type { PdfUpdate } from './update.ts'

/** The first page of another PDF as a form XObject of the file being updated. Returns its object number. */
export function importPage(update: PdfUpdate, source: Buffer): { num: number; width: number; height: number } {
  const from = new PdfDocument(source)
  const page = from.dict(from.pages()[0])
  const content = from.entry(page, 'Contents')
  if (content?.kind !== 'stream') throw pdfErrors.unsupported({ feature: 'a page in several streams' })
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

  const box = from
    .items(page.entries.get('MediaBox'))
    .map((item) => (item.kind === 'number' ? Number(item.text) : 0))
  const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = box
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

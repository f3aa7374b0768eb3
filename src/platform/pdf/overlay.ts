import type { PdfDocument } from './document.ts'
import { array, dict, type PdfDict, type PdfStream, type PdfValue, ref, withEntries } from './objects.ts'
import type { PdfUpdate } from './update.ts'

/** A form drawn over a page: a name for it, its object, and the operators that place it. */
export interface Drawn {
  readonly name: string
  readonly form: number
  readonly matrix: string
}

const stream = (text: string): PdfStream => ({ kind: 'stream', dict: dict({}), raw: Buffer.from(text, 'latin1') })

/** Resources of a page, its own or those of the page tree. */
function inherited(document: PdfDocument, page: PdfDict, key: string): PdfValue | undefined {
  let node: PdfDict | undefined = page
  for (let hops = 0; node && hops < 30; hops++) {
    const found = node.entries.get(key)
    if (found) return found
    const parent = node.entries.get('Parent')
    node = parent && document.dict(parent)
  }
  return undefined
}

/** Resources and box that a page has, wherever in the tree they are written. */
export function pageSetting(document: PdfDocument, page: PdfDict): { resources: PdfDict; box: PdfValue } {
  return {
    resources: document.dict(inherited(document, page, 'Resources') ?? dict({})),
    box: inherited(document, page, 'MediaBox') ?? array(),
  }
}

/** A page may be drawn over more than once: what was drawn first keeps its name. */
function freeName(objects: PdfDict, wanted: string): string {
  let name = wanted
  for (let n = 2; objects.entries.has(name); n++) name = `${wanted}${n}`
  return name
}

/**
 * A page with forms drawn over it: what was there is kept inside saved graphics state, what is added is marked as no
 * part of the text (ISO 32000-1 §14.8.2.2).
 */
export function drawnOver(
  update: PdfUpdate,
  page: PdfDict,
  resources: PdfDict,
  contents: readonly PdfValue[],
  drawn: readonly Drawn[],
): PdfDict {
  const known = resources.entries.get('XObject')
  const objects = known ? update.document.dict(known) : dict({})
  const named = drawn.map((one) => ({ ...one, name: freeName(objects, one.name) }))
  const added = Object.fromEntries(named.map((one) => [one.name, ref(one.form)]))
  const operators = named.map((one) => `/Artifact BMC q ${one.matrix} cm /${one.name} Do Q EMC`).join('\n')
  return withEntries(page, {
    Resources: withEntries(resources, { XObject: withEntries(objects, added) }),
    Contents: array(ref(update.add(stream('q'))), ...contents, ref(update.add(stream(`Q\n${operators}`)))),
  })
}

export const contentsOf = (document: PdfDocument, page: PdfDict): readonly PdfValue[] => {
  const contents = page.entries.get('Contents')
  if (!contents) return []
  const found = document.resolve(contents)
  return found.kind === 'array' ? found.items : [contents]
}

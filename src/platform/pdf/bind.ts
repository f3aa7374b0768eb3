import { PdfDocument } from './document.ts'
import { cornersOf, importPageOf, type ObjectCopier, objectCopier } from './import-page.ts'
import {
  array,
  dict,
  name,
  num,
  type PdfDict,
  type PdfRef,
  type PdfValue,
  ref,
  text,
  withEntries,
} from './objects.ts'
import { contentsOf, type Drawn, drawnOver, pageSetting } from './overlay.ts'
import { type PdfUpdate, startUpdate } from './update.ts'

/** A file to be bound in, with the words of its bookmark. */
export interface BoundPart {
  readonly title: string
  readonly pdf: Buffer
}

/** `/Tx` widgets and signatures become part of the page: their place, drawn with what they show. */
function flattened({ from, copy }: ObjectCopier, page: PdfDict): Drawn[] {
  return from.items(page.entries.get('Annots')).flatMap((item, index): Drawn[] => {
    const annotation = from.dict(item)
    const looks = from.entry(annotation, 'AP')
    const shown = looks?.kind === 'dict' ? looks.entries.get('N') : undefined
    const form = from.resolve(shown)
    if (shown?.kind !== 'ref' || form.kind !== 'stream') return []
    const [x0, y0, x1, y1] = cornersOf(from, annotation.entries.get('Rect'))
    const [bx0, by0, bx1, by1] = cornersOf(from, form.dict.entries.get('BBox'))
    const [wide, high] = [(x1 - x0) / (bx1 - bx0 || 1), (y1 - y0) / (by1 - by0 || 1)]
    const matrix = [wide, 0, 0, high, x0 - bx0 * wide, y0 - by0 * high].map((one) => num(one).text).join(' ')
    const copied = copy(shown)
    return copied.kind === 'ref' ? [{ name: `LanOngField${index}`, form: copied.num, matrix }] : []
  })
}

/** What of a page goes with it: not its place in the old file, its links and its structure. */
const left = new Set(['Parent', 'Annots', 'StructParents', 'Tabs', 'Resources', 'Contents', 'MediaBox'])

function copiedPage(
  update: PdfUpdate,
  copier: ObjectCopier,
  page: PdfDict,
  parent: PdfRef,
  mark: number,
): PdfDict {
  const { from, copy } = copier
  const { resources, box } = pageSetting(from, page)
  const kept = [...page.entries]
    .filter(([key]) => !left.has(key))
    .map(([key, value]) => [key, copy(value)] as const)
  const base = withEntries({ kind: 'dict', entries: new Map(kept) }, { Parent: parent, MediaBox: copy(box) })
  const copied = copy(resources)
  const objects = resources.entries.get('XObject')
  const own = copied.kind === 'dict' ? copied : dict({})
  const settled = objects ? withEntries(own, { XObject: copy(from.dict(objects)) }) : own
  const drawn = [...flattened(copier, page), { name: 'LanOngMark', form: mark, matrix: '1 0 0 1 0 0' }]
  return drawnOver(update, base, settled, contentsOf(from, page).map(copy), drawn)
}

interface Bookmark {
  readonly title: string
  readonly page: PdfRef
}

/** The outline of a file: one bookmark below another. */
function outline(update: PdfUpdate, bookmarks: readonly Bookmark[]): PdfRef {
  const root = update.reserve()
  const numbers = bookmarks.map(() => update.reserve())
  for (const [index, { title, page }] of bookmarks.entries()) {
    const [before, after] = [numbers[index - 1], numbers[index + 1]]
    const entry = dict({
      Title: text(title),
      Parent: ref(root),
      Dest: array(page, name('Fit')),
      Prev: before === undefined ? undefined : ref(before),
      Next: after === undefined ? undefined : ref(after),
    })
    update.set(numbers[index] ?? 0, entry)
  }
  update.set(
    root,
    dict({
      Type: name('Outlines'),
      First: ref(numbers[0] ?? 0),
      Last: ref(numbers.at(-1) ?? 0),
      Count: num(numbers.length),
    }),
  )
  return ref(root)
}

/**
 * Binds files behind a front of cover and contents. The pages of `marks` are drawn over all of them, one over each; every
 * file gets a bookmark. What the front says of itself (PDF/A, language, colour) holds for the whole.
 */
export function bindPdf(front: Buffer, frontTitle: string, parts: readonly BoundPart[], marks: Buffer): Buffer {
  const update = startUpdate(front)
  const { document } = update
  const tree = document.catalog.entries.get('Pages')
  if (tree?.kind !== 'ref') return front
  const overlay = objectCopier(update, new PdfDocument(marks))
  let at = 0
  const nextMark = () => importPageOf(update, overlay, at++).num
  const kids: PdfValue[] = []
  for (const page of document.pages()) {
    const before = document.dict(page)
    const { resources, box } = pageSetting(document, before)
    const drawn = [{ name: 'LanOngMark', form: nextMark(), matrix: '1 0 0 1 0 0' }]
    const placed = withEntries(before, { Parent: tree, MediaBox: box })
    update.set(page.num, drawnOver(update, placed, resources, contentsOf(document, before), drawn))
    kids.push(page)
  }
  const first = document.pages()[0]
  const bookmarks: Bookmark[] = first ? [{ title: frontTitle, page: first }] : []
  for (const part of parts) {
    const copier = objectCopier(update, new PdfDocument(part.pdf))
    for (const [index, page] of copier.from.pages().entries()) {
      const placed = ref(update.add(copiedPage(update, copier, copier.from.dict(page), tree, nextMark())))
      if (index === 0) bookmarks.push({ title: part.title, page: placed })
      kids.push(placed)
    }
  }
  update.set(tree.num, withEntries(document.dict(tree), { Kids: array(...kids), Count: num(kids.length) }))
  const catalog = withEntries(document.catalog, {
    Outlines: outline(update, bookmarks),
    PageMode: name('UseOutlines'),
  })
  update.set(document.root.num, catalog)
  return update.finish()
}

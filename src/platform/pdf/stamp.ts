import { PdfDocument } from './document.ts'
import { importPageOf, objectCopier } from './import-page.ts'
import { contentsOf, drawnOver, pageSetting } from './overlay.ts'
import { startUpdate } from './update.ts'

const asItIs = '1 0 0 1 0 0'

/**
 * Draws the pages of `marks` over the pages of a file, one over each. The bytes of the file stay as they are at its
 * beginning: what is added stands behind them.
 */
export function stampPages(bytes: Buffer, marks: Buffer): Buffer {
  const update = startUpdate(bytes)
  const { document } = update
  const copier = objectCopier(update, new PdfDocument(marks))
  for (const [index, page] of document.pages().entries()) {
    const form = importPageOf(update, copier, index).num
    const before = document.dict(page)
    const { resources } = pageSetting(document, before)
    const drawn = [{ name: 'LanOngMark', form, matrix: asItIs }]
    update.set(page.num, drawnOver(update, before, resources, contentsOf(document, before), drawn))
  }
  return update.finish()
}

export const pageCount = (bytes: Buffer): number => new PdfDocument(bytes).pages().length

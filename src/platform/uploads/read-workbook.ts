import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { unzipSync, zipSync } from 'fflate'
import { type CellValue, readSheet } from 'read-excel-file/node'
import { uploadErrors } from './errors.ts'

/** A list of a million rows has less; what says more of itself is not unpacked. */
const mostBytes = 600 * 2 ** 20
/** Rows and columns that the format has; the reader makes every cell up to the last one that is named. */
const mostRows = 1_048_576
const mostCells = 10_000_000

/** The rows of the first sheet of a workbook (.xlsx). */
export async function readWorkbook(path: string): Promise<readonly (readonly (CellValue | null)[])[]> {
  const bytes = await readFile(path)
  try {
    const files = unpacked(bytes)
    for (const [name, content] of Object.entries(files))
      if (isSheet(name)) refuseWide(Buffer.from(content).toString('utf8'))
    // The reader waits for ever for what a damaged archive announces; one that is packed anew announces what it has.
    return await readSheet(Buffer.from(zipSync(files, { level: 0 })))
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.slice(0, 120) : 'zip'
    throw uploadErrors.workbook({ file: basename(path), reason }, cause)
  }
}

const isSheet = (name: string): boolean => /sheet.*\.xml$/i.test(name)

function unpacked(bytes: Buffer): Readonly<Record<string, Uint8Array>> {
  let size = 0
  return unzipSync(bytes, {
    filter({ name, originalSize }) {
      size += originalSize
      if (size > mostBytes) throw new Error(`more than ${mostBytes} bytes`)
      return /\.(xml|rels)$/i.test(name)
    },
  })
}

/** One cell that says it is in row 99999999999 would make the reader write all the rows before. */
function refuseWide(sheet: string): void {
  let [rows, columns] = [0, 0]
  for (const [, attributes = ''] of sheet.matchAll(/<(?:\w+:)?(?:row|c|dimension)\b([^>]*)/g))
    for (const [, , place = ''] of attributes.matchAll(/\b(?:r|ref)\s*=\s*(["'])(.*?)\1/gs))
      for (const one of place.split(':')) {
        const [, letters, digits] = /^([A-Z]{0,3})(\d{0,7})$/.exec(one) ?? []
        if (letters === undefined || Number(digits) > mostRows)
          throw new Error(`there is no row or cell ${one.slice(0, 20)}`)
        rows = Math.max(rows, Number(digits))
        columns = Math.max(columns, numberOf(letters))
      }
  if (rows * columns > mostCells) throw new Error(`more than ${mostCells} cells`)
}

const numberOf = (letters: string): number =>
  [...letters].reduce((sum, one) => sum * 26 + one.charCodeAt(0) - 64, 0)

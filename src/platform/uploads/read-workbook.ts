import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { unzipSync } from 'fflate'
import { type CellValue, readSheet } from 'read-excel-file/node'
import { uploadErrors } from './errors.ts'

/** A list of a million rows has less; what says more of itself is not unpacked. */
const mostBytes = 600 * 2 ** 20

/** The rows of the first sheet of a workbook (.xlsx). */
export async function readWorkbook(path: string): Promise<readonly (readonly (CellValue | null)[])[]> {
  const bytes = await readFile(path)
  const file = basename(path)
  try {
    let unpacked = 0
    unzipSync(bytes, {
      filter({ originalSize }) {
        unpacked += originalSize
        return false
      },
    })
    if (unpacked <= mostBytes) return await readSheet(bytes)
  } catch (cause) {
    throw uploadErrors.workbook(
      { file, reason: cause instanceof Error ? cause.message.slice(0, 120) : 'zip' },
      cause,
    )
  }
  throw uploadErrors.workbook({ file, reason: `> ${mostBytes} B` })
}

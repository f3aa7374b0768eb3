import { PdfDocument } from './document.ts'
import type { PdfValue } from './objects.ts'
import { pdfErrors } from './parse.ts'
import { writeObject, writeValue } from './write.ts'

/** An incremental update: new bytes after the old ones, which stay as they are (ISO 32000-1 §7.5.6). */
export interface PdfUpdate {
  readonly document: PdfDocument
  /** Reserves the number of a new object. */
  reserve(): number
  set(num: number, value: PdfValue): void
  /** Adds a new object and returns its number. */
  add(value: PdfValue): number
  finish(): Buffer
}

const row = (offset: number) => `${String(offset).padStart(10, '0')} 00000 n \n`

function crossReference(offsets: ReadonlyMap<number, number>): string {
  const sorted = [...offsets.keys()].sort((a, b) => a - b)
  let out = 'xref\n'
  for (let i = 0; i < sorted.length; ) {
    const first = sorted[i] ?? 0
    let count = 1
    while (sorted[i + count] === first + count) count++
    out += `${first} ${count}\n`
    for (let n = 0; n < count; n++) out += row(offsets.get(first + n) ?? 0)
    i += count
  }
  return out
}

/** Starts an update of a file whose cross-reference is a table, as our own papers have it. */
export function startUpdate(bytes: Buffer): PdfUpdate {
  const document = new PdfDocument(bytes)
  if (document.trailer.entries.has('Encrypt')) throw pdfErrors.encrypted()
  const newest = document.sections[0]
  if (newest?.form !== 'table') throw pdfErrors.unsupported({ feature: 'a cross-reference stream' })
  let next = document.number(document.trailer, 'Size') ?? 0
  const changed = new Map<number, PdfValue>()
  const update: PdfUpdate = {
    document,
    reserve: () => next++,
    set: (num, value) => void changed.set(num, value),
    add(value) {
      changed.set(next, value)
      return next++
    },
    finish() {
      const parts = [bytes]
      let size = bytes.length
      const push = (part: Buffer) => {
        parts.push(part)
        size += part.length
      }
      if (bytes.at(-1) !== 0x0a) push(Buffer.from('\n'))
      const offsets = new Map<number, number>()
      for (const [num, value] of changed) {
        offsets.set(num, size)
        push(writeObject(num, value))
      }
      const entries = new Map(document.trailer.entries)
      entries.set('Size', { kind: 'number', text: String(next) })
      entries.set('Prev', { kind: 'number', text: String(newest.at) })
      const trailer = writeValue({ kind: 'dict', entries })
      push(Buffer.from(`${crossReference(offsets)}trailer\n${trailer}\nstartxref\n${size}\n%%EOF\n`, 'latin1'))
      return Buffer.concat(parts)
    },
  }
  return update
}

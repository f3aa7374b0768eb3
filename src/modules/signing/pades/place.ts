import { createHash } from 'node:crypto'
import { array, hexString, type PdfValue } from '#platform/pdf/objects.ts'

const rangeDigits = 10

const rangeText = (numbers: readonly number[]) =>
  numbers.map((n) => String(n).padStart(rangeDigits, '0')).join(' ')

/** Entries of a signature dictionary that are filled once the length of the file is known. */
export function emptyPlace(room: number): Readonly<Record<string, PdfValue>> {
  const placeholder = { kind: 'number', text: '0'.repeat(rangeDigits) } as const
  return {
    ByteRange: array(placeholder, placeholder, placeholder, placeholder),
    Contents: hexString(Buffer.alloc(room)),
  }
}

/** A file with an empty place for a signature of fixed size, behind the first `after` bytes. */
export interface Place {
  readonly file: Buffer
  readonly from: number
  readonly to: number
}

/** Finds the place in what an update added and writes the byte range around it. */
export function openPlace(file: Buffer, after: number, room: number): Place {
  const from = file.indexOf('/Contents <', after) + '/Contents '.length
  const to = from + room * 2 + 2
  const range = file.indexOf(`[${rangeText([0, 0, 0, 0])}]`, after)
  file.write(`[${rangeText([0, from, to, file.length - to])}]`, range, 'latin1')
  return { file, from, to }
}

/** SHA-256 of the file without the hole. */
export const digestAround = ({ file, from, to }: Place): Buffer =>
  createHash('sha256').update(file.subarray(0, from)).update(file.subarray(to)).digest()

export function fillPlace({ file, from }: Place, content: Buffer): Buffer {
  file.write(content.toString('hex'), from + 1, 'latin1')
  return file
}

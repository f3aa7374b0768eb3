import { PdfDocument } from '#platform/pdf/document.ts'
import type { PdfDict, PdfString } from '#platform/pdf/objects.ts'
import { readSignedMessage, type SignedMessage } from '../cms/read.ts'
import { readDer } from '../der/read.ts'
import { signatureFields } from './fields.ts'

/** Bytes that one signature covers: all up to `end`, without the hole that holds it. */
export interface Coverage {
  readonly from: number
  readonly to: number
  readonly end: number
}

interface Common {
  readonly field: string
  readonly kind: 'signature' | 'time-stamp'
  readonly dict: PdfDict
  /** Number of the object that holds it. */
  readonly num: number
}

export interface ReadPart extends Common {
  readonly range: Coverage
  readonly message: SignedMessage
  /** The message without the zeros that fill its place. */
  readonly der: Buffer
  /** The file as it was then. */
  readonly revision: PdfDocument
}

export interface WrongPart extends Common {
  readonly wrong: 'coverage' | 'unreadable'
}

export type SignedPart = ReadPart | WrongPart

export const isRead = (part: SignedPart): part is ReadPart => 'message' in part

const oneCase = /^(?:[0-9a-f]*|[0-9A-F]*)$/

/** The byte range, when it leaves out exactly the signature and ends where a revision ends. */
function coverage(document: PdfDocument, signature: PdfDict): (Coverage & { contents: PdfString }) | undefined {
  const numbers = document
    .items(signature.entries.get('ByteRange'))
    .map((item) => (item.kind === 'number' ? Number(item.text) : -1))
  const contents = signature.entries.get('Contents')
  if (numbers.length !== 4 || contents?.kind !== 'string' || !contents.hex) return undefined
  const [start = -1, first = -1, second = -1, rest = -1] = numbers
  if (start !== 0 || first !== contents.from || second !== contents.to) return undefined
  const end = second + rest
  const { bytes } = document
  if (end > bytes.length || !/%%EOF\r?\n?$/.test(bytes.toString('latin1', Math.max(0, end - 8), end)))
    return undefined
  // Digits in one case and no white space: otherwise bytes of the hole could change without changing its value.
  if (!oneCase.test(bytes.toString('latin1', first + 1, second - 1))) return undefined
  return { from: first, to: second, end, contents }
}

/** The file as it was when signed; undefined when that part alone is no PDF. */
function revisionUntil(document: PdfDocument, end: number): PdfDocument | undefined {
  try {
    return new PdfDocument(document.bytes.subarray(0, end))
  } catch {
    return undefined
  }
}

function readPart(document: PdfDocument, common: Common): SignedPart {
  const range = coverage(document, common.dict)
  const revision = range && revisionUntil(document, range.end)
  if (!range || !revision) return { ...common, wrong: 'coverage' }
  const { contents, ...covered } = range
  try {
    const message = readSignedMessage(contents.bytes, true)
    return { ...common, range: covered, message, der: readDer(contents.bytes, true).bytes, revision }
  } catch {
    return { ...common, wrong: 'unreadable' }
  }
}

const endOf = (part: SignedPart): number => (isRead(part) ? part.range.end : 0)

/** Signatures and document time stamps of a file, in the order in which they were made. */
export function signedParts(document: PdfDocument): SignedPart[] {
  return signatureFields(document)
    .flatMap(({ name, signature }) => {
      if (signature === undefined) return []
      const dict = document.dict({ kind: 'ref', num: signature, gen: 0 })
      const isStamp = document.name(dict, 'SubFilter') === 'ETSI.RFC3161'
      return [
        readPart(document, { field: name, kind: isStamp ? 'time-stamp' : 'signature', dict, num: signature }),
      ]
    })
    .sort((a, b) => endOf(a) - endOf(b))
}

/** The bytes that a part covers. */
export const coveredBytes = ({ range, revision }: ReadPart): Buffer =>
  Buffer.concat([revision.bytes.subarray(0, range.from), revision.bytes.subarray(range.to, range.end)])

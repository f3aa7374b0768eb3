import { isUtf8 } from 'node:buffer'

/** What a file is by its content; its name and the type that a client tells are believed by nobody. */
export type FileKind = 'pdf' | 'jpeg' | 'png' | 'tiff' | 'zip' | 'xml' | 'json' | 'text' | 'unknown'

const starts: readonly (readonly [FileKind, string])[] = [
  ['jpeg', '\xff\xd8\xff'],
  ['png', '\x89PNG\r\n\x1a\n'],
  ['tiff', 'II*\0'],
  ['tiff', 'MM\0*'],
  ['zip', 'PK\x03\x04'],
  ['zip', 'PK\x05\x06'],
]

/** The header of a PDF may stand in the first 1024 bytes: ISO 32000-1, annex H.3.4.1. */
const pdfWithin = 1024
const textWithin = 4096

export function kindOfFile(bytes: Buffer): FileKind {
  const start = bytes.toString('latin1', 0, 8)
  const found = starts.find(([, magic]) => start.startsWith(magic))
  if (found) return found[0]
  if (bytes.subarray(0, pdfWithin).includes('%PDF-')) return 'pdf'
  return textKind(bytes)
}

function textKind(bytes: Buffer): FileKind {
  if (bytes.length === 0 || bytes.includes(0) || !isUtf8(bytes)) return 'unknown'
  const text = bytes
    .toString('utf8', 0, textWithin)
    .replace(/^\ufeff/, '')
    .trimStart()
  if (/^<\?xml[\s?]|^<[A-Za-z_][\w:.-]*[\s/>]/.test(text))
    return /^<(!doctype\s+)?html/i.test(text) ? 'unknown' : 'xml'
  return /^[[{]/.test(text) ? 'json' : 'text'
}

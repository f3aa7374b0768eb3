import { createHash } from 'node:crypto'
import { PdfDocument } from '#platform/pdf/document.ts'
import { type PdfDict, readText } from '#platform/pdf/objects.ts'
import { readSignedMessage, type SignedMessage } from '../cms/read.ts'
import { type CmsFault, cmsFault } from '../cms/verify.ts'
import { oids } from '../der/oids.ts'
import { checkToken, type TimeStampVerdict } from '../timestamp/token.ts'
import { type Certificate, subjectName } from '../x509/certificate.ts'
import { type ChainFault, checkChain, type Trust } from '../x509/chain.ts'
import { forbiddenChanges } from './changes.ts'
import { type SignatureField, signatureFields } from './fields.ts'
import { rangeDigest } from './sign.ts'

export type SignatureFault =
  | CmsFault
  | ChainFault
  /** ByteRange does not cover everything but the signature itself. */
  | 'coverage'
  | 'unreadable'
  | 'changed-later'
  | 'no-time-stamp'
  | 'time-stamp-wrong'
  | 'time-stamp-untrusted'

export interface SignatureVerdict {
  readonly field: string
  readonly signer: string
  readonly organization: string | undefined
  readonly title: string | undefined
  readonly reason: string | undefined
  /** When it was signed: by the time stamp when there is one, else as the signer's computer said. */
  readonly at: Date | undefined
  readonly timeStamp: TimeStampVerdict | undefined
  readonly faults: readonly SignatureFault[]
  /** SHA-256 (hex) of the certificate. */
  readonly certificate: string | undefined
  /** Length of the file when this was signed. */
  readonly end: number
  readonly revocationChecked: boolean
}

export interface PaperVerdict {
  /** `whole`: every signature is right and nothing came after; `broken`: not; `unsigned`: there is none. */
  readonly verdict: 'whole' | 'broken' | 'unsigned'
  readonly signatures: readonly SignatureVerdict[]
  /** Names of signature fields that nobody has signed. */
  readonly open: readonly string[]
  /** Bytes that stand after everything that is signed. */
  readonly added: number
  readonly unreadable: boolean
}

interface Coverage {
  readonly from: number
  readonly to: number
  readonly end: number
}

const oneCase = /^(?:[0-9a-f]*|[0-9A-F]*)$/

/** The byte range, when it leaves out exactly the signature and ends where a revision ends. */
function coverage(document: PdfDocument, signature: PdfDict): Coverage | undefined {
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
  return { from: first, to: second, end }
}

function timeStampFault(stamp: TimeStampVerdict | undefined): SignatureFault | undefined {
  if (!stamp) return 'no-time-stamp'
  if (stamp.fault === 'untrusted') return 'time-stamp-untrusted'
  return stamp.fault && 'time-stamp-wrong'
}

function claimedTime(document: PdfDocument, signature: PdfDict): Date | undefined {
  const parts = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z/.exec(readText(document.entry(signature, 'M')) ?? '')
  if (!parts) return undefined
  const [, y, mo, d, h, mi, s] = parts
  return new Date(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`)
}

function laterChanges(document: PdfDocument, signed: PdfDocument, range: Coverage): boolean {
  return range.end < document.bytes.length && forbiddenChanges(signed, document).length > 0
}

interface Read {
  readonly message: SignedMessage
  readonly range: Coverage
}

function readSignature(document: PdfDocument, dict: PdfDict): Read | 'coverage' | 'unreadable' {
  const range = coverage(document, dict)
  if (!range) return 'coverage'
  const contents = dict.entries.get('Contents')
  if (contents?.kind !== 'string') return 'coverage'
  try {
    return { message: readSignedMessage(contents.bytes, true), range }
  } catch {
    return 'unreadable'
  }
}

/** The file as it was when signed; undefined when that part alone is no PDF. */
function signedRevision(document: PdfDocument, end: number): PdfDocument | undefined {
  try {
    return new PdfDocument(document.bytes.subarray(0, end))
  } catch {
    return undefined
  }
}

function checkTime(message: SignedMessage, trust: Trust): TimeStampVerdict | undefined {
  if (!message.timeStampToken) return undefined
  try {
    return checkToken(message.timeStampToken, message.signature, message.certificates, trust)
  } catch {
    return { at: new Date(0), authority: '', fault: 'signature-wrong' }
  }
}

function faultsOf(
  document: PdfDocument,
  { message, range }: Read,
  stamp: TimeStampVerdict | undefined,
  chainFault: ChainFault | undefined,
): SignatureFault[] {
  const digest = rangeDigest(document.bytes, range.from, range.to, range.end, message.digest)
  const signed = signedRevision(document, range.end)
  const faults = [
    message.contentType === oids.data ? undefined : ('content-type' as const),
    cmsFault(message, digest),
    signed ? undefined : ('coverage' as const),
    signed && laterChanges(document, signed, range) ? ('changed-later' as const) : undefined,
    timeStampFault(stamp),
    chainFault,
  ]
  return faults.filter((fault) => fault !== undefined)
}

function describe(certificate: Certificate | undefined) {
  return {
    signer: certificate ? subjectName(certificate) : '',
    organization: certificate?.names[oids.organization],
    title: certificate?.names[oids.title],
    certificate: certificate && createHash('sha256').update(certificate.der).digest('hex'),
  }
}

function verifyField(document: PdfDocument, field: SignatureField, trust: Trust): SignatureVerdict {
  const dict = document.dict({ kind: 'ref', num: field.signature ?? 0, gen: 0 })
  const read = readSignature(document, dict)
  const claimed = claimedTime(document, dict)
  const base = { field: field.name, reason: readText(document.entry(dict, 'Reason')) }
  if (typeof read === 'string')
    return {
      ...base,
      ...describe(undefined),
      at: claimed,
      timeStamp: undefined,
      faults: [read],
      end: 0,
      revocationChecked: false,
    }
  const { message } = read
  const certificate = message.signerCertificate
  const timeStamp = checkTime(message, trust)
  const at = timeStamp?.fault === undefined ? (timeStamp?.at ?? claimed) : claimed
  const chain = certificate && checkChain(certificate, message.certificates, trust, at ?? new Date(), 'document')
  return {
    ...base,
    ...describe(certificate),
    at,
    timeStamp,
    faults: faultsOf(document, read, timeStamp, chain?.fault),
    end: read.range.end,
    revocationChecked: chain?.revocationChecked ?? false,
  }
}

/** Bytes after the last signature, unless they are a regular revision that brings validation material. */
function addedAfter(document: PdfDocument, end: number): number {
  const added = document.bytes.length - end
  if (added === 0) return 0
  const signed = signedRevision(document, end)
  const revision = document.sections.some((section) => section.at >= end)
  const brings = signed && !signed.catalog.entries.has('DSS') && document.catalog.entries.has('DSS')
  return revision && brings ? 0 : added
}

/** Checks every signature of a PDF without network or database. */
export function verifyPaper(bytes: Buffer, trust: Trust): PaperVerdict {
  try {
    const document = new PdfDocument(bytes)
    const fields = signatureFields(document)
    const signatures = fields
      .filter((field) => field.signature !== undefined)
      .map((field) => verifyField(document, field, trust))
    const open = fields.filter((field) => field.signature === undefined).map((field) => field.name)
    if (signatures.length === 0) {
      // A file that holds a signature nobody can reach was signed once and then tampered with.
      const hidden = bytes.includes('/ByteRange')
      return { verdict: hidden ? 'broken' : 'unsigned', signatures, open, added: 0, unreadable: hidden }
    }
    const added = addedAfter(document, Math.max(...signatures.map((item) => item.end)))
    const whole = added === 0 && signatures.every((item) => item.faults.length === 0)
    return { verdict: whole ? 'whole' : 'broken', signatures, open, added, unreadable: false }
  } catch {
    return { verdict: 'broken', signatures: [], open: [], added: 0, unreadable: true }
  }
}

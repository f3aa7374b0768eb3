import { createHash } from 'node:crypto'
import { AppError } from '#kernel/app-error.ts'
import { PdfDocument } from '#platform/pdf/document.ts'
import { type PdfDict, readText } from '#platform/pdf/objects.ts'
import { pdfErrors } from '#platform/pdf/parse.ts'
import { cmsFault } from '../cms/verify.ts'
import { oids } from '../der/oids.ts'
import { judge, type Stamp } from '../report/judge.ts'
import { onlyProofs, unreadableFile, withProofs } from '../report/one-signature.ts'
import type { LaterPart, SignatureFault, SignatureReport, ValidationReport } from '../report/report.ts'
import { checkStamp, unreadableStamp } from '../timestamp/token.ts'
import type { Trust } from '../x509/chain.ts'
import { forbiddenChanges } from './changes.ts'
import { signatureFields } from './fields.ts'
import { type Proofs, proofsIn } from './proofs.ts'
import { coveredBytes, isRead, type ReadPart, type SignedPart, signedParts } from './signed-parts.ts'

interface File {
  readonly document: PdfDocument
  readonly parts: readonly SignedPart[]
  readonly proofs: Proofs
  readonly trust: Trust
  readonly now: Date
}

function claimedTime(document: PdfDocument, signature: PdfDict): Date | undefined {
  const parts = /^D:(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z/.exec(readText(document.entry(signature, 'M')) ?? '')
  if (!parts) return undefined
  const [, y, mo, d, h, mi, s] = parts
  return new Date(`${y}-${mo}-${d}T${h}:${mi}:${s}Z`)
}

const checkToken = (token: Buffer, hashed: Buffer, { proofs, trust }: File) =>
  checkStamp(token, hashed, proofs.certificates, withProofs(trust, proofs))

function stampOf(part: SignedPart, file: File): Stamp {
  if (!isRead(part)) return { verdict: unreadableStamp, end: file.document.bytes.length }
  return { verdict: checkToken(part.der, coveredBytes(part), file), end: part.range.end }
}

/** What each later revision of the file brought. */
function laterParts(file: File, end: number): LaterPart[] {
  const { document, parts } = file
  const root = document.root.num
  return document.sections
    .filter((section) => section.at >= end)
    .reverse()
    .map(({ places }) => {
      const part = parts.find(({ num }) => places.has(num))
      if (part) return part.kind
      return places.has(root) ? 'proofs' : 'other'
    })
}

function ownFaults(part: ReadPart, { document }: File): (SignatureFault | undefined)[] {
  const { message, range, revision } = part
  const digest = createHash(message.digest).update(coveredBytes(part)).digest()
  const changed = range.end < document.bytes.length && forbiddenChanges(revision, document).length > 0
  return [
    message.contentType === oids.data ? undefined : 'content-type',
    cmsFault(message, digest),
    changed ? 'changed-later' : undefined,
  ]
}

function reportOn(part: SignedPart, file: File): SignatureReport {
  const { document, proofs, trust, now } = file
  const base = { field: part.field, reason: readText(document.entry(part.dict, 'Reason')) }
  const claimedAt = claimedTime(document, part.dict)
  const shared = { claimedAt, now, trust: withProofs(trust, proofs), own: onlyProofs(trust, proofs) }
  if (!isRead(part)) {
    const nothing = { certificate: undefined, between: [], digest: undefined, timeStamp: undefined, archive: [] }
    const judged = judge({ ...shared, ...nothing, stamped: shared.own, faults: [part.wrong], end: 0 })
    return { ...base, ...judged, signed: undefined, later: [] }
  }
  const { message, range } = part
  const archive = file.parts
    .filter((one) => one.kind === 'time-stamp' && (!isRead(one) || one.range.end > range.end))
    .map((one) => stampOf(one, file))
  const newest = file.parts.filter(isRead).findLast((one) => one.kind === 'time-stamp')
  const token = message.timeStampToken
  const judged = judge({
    ...shared,
    certificate: message.signerCertificate,
    between: [...message.certificates, ...proofs.certificates],
    digest: message.digest,
    faults: ownFaults(part, file),
    end: range.end,
    timeStamp: token && checkToken(token, message.signature, file),
    archive,
    stamped: newest ? onlyProofs(trust, proofsIn(newest.revision)) : shared.own,
  })
  const signed = coveredBytes(part)
  return {
    ...base,
    ...judged,
    signed: { sha256: createHash('sha256').update(signed).digest('hex'), bytes: signed.length },
    later: laterParts(file, range.end),
  }
}

/** Bytes after everything that is signed, unless they are a regular revision that brings proofs. */
function addedAfter(file: File): number {
  const { document, parts } = file
  const end = Math.max(...parts.map((part) => (isRead(part) ? part.range.end : 0)))
  const added = document.bytes.length - end
  const later = laterParts(file, end)
  const endsWell = /%%EOF\r?\n?$/.test(document.bytes.toString('latin1', document.bytes.length - 8))
  return later.length > 0 && later.every((one) => one === 'proofs') && endsWell ? 0 : added
}

function verdictOn(signatures: readonly SignatureReport[], added: number): ValidationReport['verdict'] {
  if (added > 0 || signatures.some((one) => one.verdict === 'invalid')) return 'broken'
  return signatures.every((one) => one.verdict === 'valid') ? 'whole' : 'undecided'
}

function verifyDocument(bytes: Buffer, trust: Trust, now: Date): ValidationReport {
  const document = new PdfDocument(bytes)
  if (document.trailer.entries.has('Encrypt')) throw pdfErrors.encrypted()
  const parts = signedParts(document)
  const file: File = { document, parts, proofs: proofsIn(document), trust, now }
  const signatures = parts.filter((part) => part.kind === 'signature').map((part) => reportOn(part, file))
  const open = signatureFields(document)
    .filter((field) => field.signature === undefined)
    .map((field) => field.name)
  const base = { format: 'pades', signatures, open, error: undefined } as const
  if (signatures.length === 0) {
    // A file that holds a signature nobody can reach was signed once and then tampered with.
    const hidden = bytes.includes('/ByteRange')
    return { ...base, verdict: hidden ? 'broken' : 'unsigned', added: 0, unreadable: hidden }
  }
  const added = addedAfter(file)
  return { ...base, verdict: verdictOn(signatures, added), added, unreadable: false }
}

/** Checks every signature of a PDF without network or database. */
export function verifyPaper(bytes: Buffer, trust: Trust, now: Date = new Date()): ValidationReport {
  try {
    return verifyDocument(bytes, trust, now)
  } catch (cause) {
    return unreadableFile('pades', cause instanceof AppError ? cause.code : 'pdf.malformed')
  }
}

import { createHash } from 'node:crypto'
import { defineErrors } from '#kernel/app-error.ts'
import { importPage } from '#platform/pdf/import-page.ts'
import { array, dict, hexString, name, type PdfString, ref, text, withEntries } from '#platform/pdf/objects.ts'
import { startUpdate } from '#platform/pdf/update.ts'
import { signCms, type TimeStamper } from '../cms/build.ts'
import { oids } from '../der/oids.ts'
import type { Signer } from '../signers/signer.ts'
import { appearance, signatureFields } from './fields.ts'

export const padesErrors = defineErrors('pades', {
  noField: { category: 'invalid', text: 'The paper has no signature field {field}.' },
  alreadySigned: { category: 'conflict', text: 'The signature field {field} is already signed.' },
  tooLarge: { category: 'fault', text: 'The signature does not fit into {bytes} bytes.' },
})

export interface PaperSignature {
  readonly field: string
  readonly name: string
  readonly reason: string
  readonly at: Date
  /** One-page PDF to show in the field. */
  readonly appearance: Buffer
}

/** Signature, certificate and time stamp take about 4.5 kB with RSA-2048 keys. */
const room = 12_288
const rangeDigits = 10

function pdfDate(at: Date): PdfString {
  const digits = at.toISOString().replace(/[-:T]|\.\d+Z/g, '')
  return { kind: 'string', bytes: Buffer.from(`D:${digits}Z`, 'latin1'), hex: false }
}

const rangeText = (numbers: readonly number[]) =>
  numbers.map((n) => String(n).padStart(rangeDigits, '0')).join(' ')

/** The file with an empty signature of fixed size in the field, and where that signature stands. */
function prepare(bytes: Buffer, what: PaperSignature): { file: Buffer; from: number; to: number } {
  const update = startUpdate(bytes)
  const field = signatureFields(update.document).find((item) => item.name === what.field)
  if (!field) throw padesErrors.noField({ field: what.field })
  if (field.signature !== undefined) throw padesErrors.alreadySigned({ field: what.field })
  const form = importPage(update, what.appearance)
  const placeholder = { kind: 'number', text: '0'.repeat(rangeDigits) } as const
  const signature = update.add(
    dict({
      Type: name('Sig'),
      Filter: name('Adobe.PPKLite'),
      SubFilter: name('ETSI.CAdES.detached'),
      M: pdfDate(what.at),
      Name: text(what.name),
      Reason: text(what.reason),
      ByteRange: array(placeholder, placeholder, placeholder, placeholder),
      Contents: hexString(Buffer.alloc(room)),
    }),
  )
  update.set(field.widget, withEntries(field.dict, { V: ref(signature), AP: appearance(form.num) }))
  const file = update.finish()
  const from = file.indexOf('/Contents <', bytes.length) + '/Contents '.length
  const to = from + room * 2 + 2
  const range = file.indexOf(`[${rangeText([0, 0, 0, 0])}]`, bytes.length)
  file.write(`[${rangeText([0, from, to, file.length - to])}]`, range, 'latin1')
  return { file, from, to }
}

/** SHA-256 of a signed file without the hole that holds the signature. */
export function rangeDigest(file: Buffer, from: number, to: number, end: number, algorithm = 'sha256'): Buffer {
  return createHash(algorithm).update(file.subarray(0, from)).update(file.subarray(to, end)).digest()
}

/**
 * Signs one field of a paper: PAdES baseline B-T, or B-B without a time stamper, as an incremental update, so that what
 * was signed before stays byte for byte in front of it.
 */
export async function signPaper(
  bytes: Buffer,
  what: PaperSignature,
  signer: Signer,
  stamper?: TimeStamper,
): Promise<Buffer> {
  const { file, from, to } = prepare(bytes, what)
  const digest = rangeDigest(file, from, to, file.length)
  const cms = await signCms(signer, { digest, contentType: oids.data }, stamper)
  if (cms.length > room) throw padesErrors.tooLarge({ bytes: room })
  file.write(cms.toString('hex'), from + 1, 'latin1')
  return file
}

import { defineErrors } from '#kernel/app-error.ts'
import { importPage } from '#platform/pdf/import-page.ts'
import { dict, name, type PdfString, ref, text, withEntries } from '#platform/pdf/objects.ts'
import { startUpdate } from '#platform/pdf/update.ts'
import { signCms, type WillingStamper } from '../cms/build.ts'
import { oids } from '../der/oids.ts'
import type { Signer } from '../signers/signer.ts'
import { appearance, signatureFields } from './fields.ts'
import { digestAround, emptyPlace, fillPlace, openPlace, type Place } from './place.ts'

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
function pdfDate(at: Date): PdfString {
  const digits = at.toISOString().replace(/[-:T]|\.\d+Z/g, '')
  return { kind: 'string', bytes: Buffer.from(`D:${digits}Z`, 'latin1'), hex: false }
}

/** The file with an empty signature of fixed size in the field, and where that signature stands. */
function prepare(bytes: Buffer, what: PaperSignature): Place {
  const update = startUpdate(bytes)
  const field = signatureFields(update.document).find((item) => item.name === what.field)
  if (!field) throw padesErrors.noField({ field: what.field })
  if (field.signature !== undefined) throw padesErrors.alreadySigned({ field: what.field })
  const form = importPage(update, what.appearance)
  const signature = update.add(
    dict({
      Type: name('Sig'),
      Filter: name('Adobe.PPKLite'),
      SubFilter: name('ETSI.CAdES.detached'),
      M: pdfDate(what.at),
      Name: text(what.name),
      Reason: text(what.reason),
      ...emptyPlace(room),
    }),
  )
  update.set(field.widget, withEntries(field.dict, { V: ref(signature), AP: appearance(form.num) }))
  return openPlace(update.finish(), bytes.length, room)
}

/**
 * Signs one field of a paper: PAdES baseline B-T, or B-B without a time stamper, as an incremental update, so that what
 * was signed before stays byte for byte in front of it.
 */
export async function signPaper(
  bytes: Buffer,
  what: PaperSignature,
  signer: Signer,
  stamper?: WillingStamper,
): Promise<Buffer> {
  const place = prepare(bytes, what)
  const cms = await signCms(signer, { digest: digestAround(place), contentType: oids.data }, stamper)
  if (cms.length > room) throw padesErrors.tooLarge({ bytes: room })
  return fillPlace(place, cms)
}

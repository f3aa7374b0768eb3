import { array, dict, name, num, type PdfValue, ref, text, withEntries } from '#platform/pdf/objects.ts'
import { startUpdate } from '#platform/pdf/update.ts'
import type { TimeStamper } from '../cms/build.ts'
import { signatureFields } from './fields.ts'
import { digestAround, emptyPlace, fillPlace, openPlace } from './place.ts'
import { padesErrors } from './sign.ts'

/** A token with its certificates takes 2 to 5 kB. */
const room = 8_192

/** Print and Locked, as PDF/A wants of every annotation; a rectangle of no size shows nothing. */
const flags = num(4 + 128)

/**
 * Time-stamps the whole file with the proofs in it (PAdES level B-LTA, ETSI EN 319 142-1 §5.4.3): a field without a face is
 * added to the form and to the first page, and nothing else changes.
 */
export async function addDocumentTimeStamp(bytes: Buffer, stamper: TimeStamper): Promise<Buffer> {
  const update = startUpdate(bytes)
  const { document } = update
  const form = document.catalog.entries.get('AcroForm')
  const page = document.pages()[0]
  if (form?.kind !== 'ref' || !page) throw padesErrors.noField({ field: 'AcroForm' })
  const count = signatureFields(document).length + 1
  const stamp = update.add(
    dict({
      Type: name('DocTimeStamp'),
      Filter: name('Adobe.PPKLite'),
      SubFilter: name('ETSI.RFC3161'),
      ...emptyPlace(room),
    }),
  )
  const zero = num(0)
  const field = ref(
    update.add(
      dict({
        Type: name('Annot'),
        Subtype: name('Widget'),
        FT: name('Sig'),
        T: text(`time-stamp-${count}`),
        F: flags,
        P: page,
        Rect: array(zero, zero, zero, zero),
        V: ref(stamp),
      }),
    ),
  )
  const joined = (value: PdfValue | undefined) => array(...document.items(value), field)
  const fields = document.dict(form)
  update.set(form.num, withEntries(fields, { Fields: joined(fields.entries.get('Fields')) }))
  const sheet = document.dict(page)
  update.set(page.num, withEntries(sheet, { Annots: joined(sheet.entries.get('Annots')) }))
  const place = openPlace(update.finish(), bytes.length, room)
  const token = await stamper.stamp(digestAround(place))
  if (token.length > room) throw padesErrors.tooLarge({ bytes: room })
  return fillPlace(place, token)
}

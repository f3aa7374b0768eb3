import type { PdfDocument } from '#platform/pdf/document.ts'
import { importPage } from '#platform/pdf/import-page.ts'
import {
  array,
  dict,
  name,
  num,
  type PdfDict,
  type PdfValue,
  readText,
  ref,
  text,
  withEntries,
} from '#platform/pdf/objects.ts'
import { pdfErrors } from '#platform/pdf/parse.ts'
import { type PdfUpdate, startUpdate } from '#platform/pdf/update.ts'

/** A place for one signature on a paper; points from the top left corner of the page. */
export interface FieldPlace {
  readonly name: string
  /** From 1. */
  readonly page: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** One-page PDF shown while it is empty, where that is not what the other fields show. */
  readonly empty?: Buffer
}

/** Print and Locked (ISO 32000-1 §12.5.3): PDF/A asks that every annotation prints. */
const flags = num(4 + 128)

function pageHeight(document: PdfDocument, page: PdfDict): number {
  const box = document.items(page.entries.get('MediaBox'))
  const top = box[3]
  return top?.kind === 'number' ? Number(top.text) : 0
}

/** `/AP` that shows a form XObject: its matrix maps the form's box onto the rectangle by itself (§12.5.5). */
export const appearance = (form: number): PdfDict => dict({ N: ref(form) })

function addWidget(update: PdfUpdate, place: FieldPlace, pageNumber: number, form: number): number {
  const { document } = update
  const height = pageHeight(document, document.dict(ref(pageNumber)))
  const bottom = height - place.y - place.height
  return update.add(
    dict({
      Type: name('Annot'),
      Subtype: name('Widget'),
      FT: name('Sig'),
      T: text(place.name),
      F: flags,
      P: ref(pageNumber),
      Rect: array(num(place.x), num(bottom), num(place.x + place.width), num(bottom + place.height)),
      AP: appearance(form),
    }),
  )
}

/**
 * Adds empty signature fields to a paper before anyone signs, so that signing later only fills them:
 * nothing else of the page may change after a signature.
 *
 * @param waiting one-page PDF shown in a field that nobody has signed yet
 */
export function addSignatureFields(bytes: Buffer, places: readonly FieldPlace[], waiting: Buffer): Buffer {
  const update = startUpdate(bytes)
  const { document } = update
  if (document.catalog.entries.has('AcroForm')) throw pdfErrors.unsupported({ feature: 'a form of its own' })
  const pages = document.pages()
  const forms = new Map<Buffer, number>()
  const formOf = (page: Buffer): number => {
    const form = forms.get(page) ?? importPage(update, page).num
    forms.set(page, form)
    return form
  }
  const fields: PdfValue[] = []
  const byPage = new Map<number, PdfValue[]>()
  for (const place of places) {
    const page = pages[place.page - 1]
    if (!page) throw pdfErrors.malformed({ reason: `no page ${place.page}` })
    const widget = ref(addWidget(update, place, page.num, formOf(place.empty ?? waiting)))
    fields.push(widget)
    byPage.set(page.num, [...(byPage.get(page.num) ?? []), widget])
  }
  for (const [page, widgets] of byPage) {
    const before = document.dict(ref(page))
    const annotations = [...document.items(before.entries.get('Annots')), ...widgets]
    update.set(page, withEntries(before, { Annots: array(...annotations) }))
  }
  const form = update.add(dict({ Fields: array(...fields), SigFlags: num(3) }))
  update.set(document.root.num, withEntries(document.catalog, { AcroForm: ref(form) }))
  return update.finish()
}

export interface SignatureField {
  readonly name: string
  readonly widget: number
  readonly dict: PdfDict
  /** Number of the object that holds the signature; undefined while nobody has signed. */
  readonly signature: number | undefined
}

/** All signature fields of a file, in the order of the form. */
export function signatureFields(document: PdfDocument): SignatureField[] {
  const form = document.entry(document.catalog, 'AcroForm')
  if (form?.kind !== 'dict') return []
  return document.items(form.entries.get('Fields')).flatMap((item) => {
    if (item.kind !== 'ref') return []
    const field = document.dict(item)
    if (document.name(field, 'FT') !== 'Sig') return []
    const title = readText(document.entry(field, 'T'))
    const value = field.entries.get('V')
    return [
      {
        name: title ?? '',
        widget: item.num,
        dict: field,
        signature: value?.kind === 'ref' ? value.num : undefined,
      },
    ]
  })
}

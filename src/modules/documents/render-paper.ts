import { addSignatureFields } from '#modules/signing/index.ts'
import type { PaperForm } from '#platform/typst/forms.ts'
import { paperRenderer } from '#platform/typst/forms-folder.ts'
import { fhirDocument, newestSource } from './fhir-document.ts'
import type { PaperModel } from './models/paper-model.ts'

const waiting = new Map<string, Promise<Buffer>>()

/** What an empty signature field of this size shows. */
function waitingMark(width: number, height: number): Promise<Buffer> {
  const key = `${width}x${height}`
  const known =
    waiting.get(key) ??
    paperRenderer()
      .render({
        template: '_print/signature.typ',
        data: { signed: false, width, height },
        at: new Date(0),
        standard: 'a-2b',
      })
      .then((rendered) => rendered.pdf)
  waiting.set(key, known)
  known.catch(() => waiting.delete(key))
  return known
}

/** Lays out a paper as PDF/A-3 with its data attached and an empty field for each signature. */
export async function renderPaper(id: string, model: PaperModel, form: PaperForm): Promise<Buffer> {
  const { pdf, marks } = await paperRenderer().render({
    template: form.template,
    data: { ...model.data, fhir: fhirDocument(id, model, form) },
    at: newestSource(model),
    standard: 'a-3b',
  })
  const places = marks.filter((mark) => form.slots.some((slot) => slot.id === mark.slot))
  const first = places[0]
  if (!first) return pdf
  const shown = await waitingMark(first.width, first.height)
  return addSignatureFields(
    pdf,
    places.map((mark) => ({ name: mark.slot, ...mark })),
    shown,
  )
}

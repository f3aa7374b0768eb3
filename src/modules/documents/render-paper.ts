import { addSignatureFields } from '#modules/signing/index.ts'
import type { FormSlot } from '#platform/forms/edition.ts'
import { paperRenderer } from '#platform/typst/forms-folder.ts'
import { qrSvg } from '#platform/typst/symbols.ts'
import { fhirDocument, newestSource } from './fhir-document.ts'
import type { PaperModel } from './models/paper-model.ts'
import { hasField, isConfirmed } from './slot-roles.ts'

const waiting = new Map<string, Promise<Buffer>>()

/** What an empty field of this size shows; nothing where people may also sign by hand. */
function waitingMark(width: number, height: number, state: 'waiting' | 'blank'): Promise<Buffer> {
  const key = `${state} ${width}x${height}`
  const known =
    waiting.get(key) ??
    paperRenderer()
      .render({
        template: '_print/signature.typ',
        data: { signed: false, blank: state === 'blank', width, height },
        at: new Date(0),
        standard: 'a-2b',
      })
      .then((rendered) => rendered.pdf)
  waiting.set(key, known)
  known.catch(() => waiting.delete(key))
  return known
}

export interface PaperName {
  readonly id: string
  /** Where a reader can look it up. */
  readonly address: string
}

/** Lays out a paper as tagged PDF/A-3 with its data attached and an empty field for each digital signature. */
export async function renderPaper({ id, address }: PaperName, model: PaperModel): Promise<Buffer> {
  const { pdf, marks } = await paperRenderer().render({
    template: model.template,
    data: { ...model.data, lookUp: qrSvg(address), fhir: fhirDocument(id, model) },
    at: newestSource(model),
    standard: 'a-3b',
    tagged: true,
  })
  return withPlaces(pdf, marks, model.edition.slots)
}

type Marks = Awaited<ReturnType<ReturnType<typeof paperRenderer>['render']>>['marks']

/** The same file with an empty field for each place where somebody signs. */
export async function withPlaces(pdf: Buffer, marks: Marks, slots: readonly FormSlot[]): Promise<Buffer> {
  const places = marks.filter((mark) => slots.some((slot) => slot.id === mark.slot && hasField(slot)))
  const first = places[0]
  if (!first) return pdf
  const shown = await waitingMark(first.width, first.height, 'waiting')
  const blank = await waitingMark(first.width, first.height, 'blank')
  const byHand = new Set(slots.filter(isConfirmed).map(({ id }) => id))
  return addSignatureFields(
    pdf,
    places.map((mark) => ({ name: mark.slot, ...mark, ...(byHand.has(mark.slot) ? { empty: blank } : {}) })),
    shown,
  )
}

/** A paper as it would look, marked as a draft: nothing is attached and nobody can sign it. */
export async function renderDraft(model: PaperModel): Promise<Buffer> {
  const { pdf } = await paperRenderer().render({
    template: model.template,
    data: { ...model.data, draft: true, lookUp: null },
    at: newestSource(model),
    standard: 'a-3b',
    tagged: true,
  })
  return pdf
}

import type { DocumentReference, Practitioner, Provenance } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { ext } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import { isForMe, officesOf, readSlots, type Slot, signedApart, slotTitle } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { type FormEdition, formKey } from '#platform/forms/edition.ts'
import { shippedEdition } from '#platform/forms/registry.ts'
import { findResource } from '#store/read.ts'
import type { PaperView, SlotView } from './contract.ts'
import { isSigned } from './find-papers.ts'
import { aboutOf, blobOf, formOf, type Paper } from './paper-resource.ts'

/** Names of people, each read once per answer. */
export function nameReader(ctx: Context): (practitionerId: string | null) => Promise<string | undefined> {
  const known = new Map<string, Promise<string | undefined>>()
  const read = async (id: string) => {
    const name = (await findResource<Practitioner>(ctx, 'Practitioner', id))?.name?.[0]
    return name?.text && [...(name.prefix ?? []), name.text].join(' ')
  }
  return async (id) => {
    if (!id) return undefined
    const found = known.get(id) ?? read(id)
    known.set(id, found)
    return found
  }
}

/** The edition of the form that a paper was laid out on; undefined for a hospital's own form. */
export function formOfPaper(paper: DocumentReference): FormEdition | undefined {
  const code = formOf(paper) ?? ''
  const version = paper.type?.coding?.find((one) => one.code === code)?.version
  return version === undefined ? undefined : shippedEdition(formKey(code), version)
}

/** Who confirmed or sealed: no member of staff, so the evidence tells it. */
async function signerOf(ctx: Context, { provenance_id: id }: Slot): Promise<string | undefined> {
  const evidence = id ? await findResource<Provenance>(ctx, 'Provenance', id) : undefined
  return evidence?.agent?.[0]?.who?.display
}

async function slotView(
  ctx: Context,
  paper: Paper,
  slot: Slot,
  nameOf: ReturnType<typeof nameReader>,
  isMine: boolean,
): Promise<SlotView> {
  return {
    slot: slot.slot,
    title: slotTitle(paper, slot.slot, ctx.language),
    state: slot.state,
    ...present({
      who: (await nameOf(slot.signed_by ?? slot.practitioner_id)) ?? (await signerOf(ctx, slot)),
      at: slot.signed_at ? instantInVietnam(slot.signed_at) : undefined,
    }),
    since: instantInVietnam(slot.since),
    mine: isMine,
  }
}

function stateOf(paper: Paper, slots: readonly Slot[]): PaperView['state'] {
  if (paper.status === 'entered-in-error') return 'cancelled'
  if (paper.status === 'superseded') return 'superseded'
  if (isSigned(paper)) return 'signed'
  return slots.some((slot) => slot.state === 'signed') ? 'partly' : 'unsigned'
}

/** Papers as the screens show them. */
export async function paperViews(ctx: Context, papers: readonly Paper[]): Promise<PaperView[]> {
  const slots = await readSlots(
    ctx,
    papers.map((paper) => paper.id),
  )
  const nameOf = nameReader(ctx)
  const offices = await officesOf(ctx)
  const isMine = (slot: Slot) => isForMe(ctx, offices, slot) && !signedApart(ctx, slot, slots)
  return Promise.all(
    papers.map(async (paper) => {
      const own = slots.filter((slot) => slot.document_id === paper.id)
      return {
        id: paper.id,
        version: Number(paper.meta?.versionId ?? 1),
        form: formOf(paper) ?? '',
        title: formOfPaper(paper)?.title[ctx.language] ?? paper.type?.text ?? '',
        date: paper.date ?? '',
        encounterId: idOf(paper.context?.encounter?.[0]),
        patientId: idOf(paper.subject),
        patientName: paper.subject?.display ?? '',
        recordNumber: paper.content?.[0]?.attachment?.title?.split(' ').at(-1) ?? '',
        state: stateOf(paper, own),
        sha256: blobOf(paper),
        size: paper.content?.[0]?.attachment?.size ?? 0,
        about: aboutOf(paper) ?? '',
        ...present({
          correctionReason: paper.extension?.find((one) => one.url === ext.correctionReason)?.valueString,
          cancelReason: paper.extension?.find((one) => one.url === ext.cancelReason)?.valueString,
          replaces: paper.relatesTo?.find((one) => one.code === 'replaces')?.target?.reference?.split('/')[1],
        }),
        slots: await Promise.all(own.map((slot) => slotView(ctx, paper, slot, nameOf, isMine(slot)))),
      }
    }),
  )
}

import type { DocumentReference, Encounter } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { ext } from '#fhir/systems.ts'
import { closeSlots } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import { refuseLocked } from '#store/record-state.ts'
import { searchResources } from '#store/search.ts'
import type { Change } from '#store/types.ts'
import type { SavedFill } from './contract.ts'
import { fillErrors } from './errors.ts'
import { listed, withdrawals } from './extraction.ts'
import { cleanReason, extractedBy, type Fill, isExam, noteExtension, type Response, readFill } from './fill.ts'
import { writeFill } from './write-fill.ts'

async function readUnlocked(ctx: Context, id: string): Promise<Fill> {
  const fill = await readFill(ctx, id)
  refuseLocked(await readResource<Encounter>(ctx, 'Encounter', idOf(fill.response.encounter)))
  if (isExam(fill.response)) throw fillErrors.examForm()
  if (fill.response.status === 'entered-in-error') throw fillErrors.cancelled()
  return fill
}

/** Opens a completed fill again. Its paper stays as it was signed until the fill is completed anew. */
export async function amendFill(ctx: Context, id: string, given: string): Promise<SavedFill> {
  const reason = cleanReason(given)
  const fill = await readUnlocked(ctx, id)
  const { response } = fill
  if (response.status === 'in-progress') throw fillErrors.notCompleted()
  const extension = [...(response.extension ?? []), noteExtension(ctx, 'amend', reason)]
  const resource: Response = { ...response, extension, status: 'in-progress' }
  const { version, recordedAt } = await writeFill(ctx, fill, { resource, act: 'fill.amend' })
  return { version, savedAt: recordedAt.toISOString() }
}

type Paper = DocumentReference & { id: string }

/** A paper that counts no more; signatures and file stay as they are. */
function cancelled(paper: Paper, reason: string): Paper {
  const extension = [...(paper.extension ?? []), { url: ext.cancelReason, valueString: reason }]
  return { ...paper, extension, status: 'entered-in-error' }
}

/**
 * Marks a fill as made in error: what it said in the chart is withdrawn, its paper is marked as cancelled, signed or not.
 * Nothing is deleted.
 */
export async function cancelFill(ctx: Context, id: string, given: string): Promise<SavedFill> {
  const reason = cleanReason(given)
  const fill = await readUnlocked(ctx, id)
  const { response } = fill
  const extension = [...(response.extension ?? []), noteExtension(ctx, 'cancel', reason)]
  const encounter = await readResource<Encounter & { id: string }>(ctx, 'Encounter', idOf(response.encounter))
  const papers = await searchResources<Paper>(ctx, 'DocumentReference', {
    encounter: response.encounter?.reference ?? '',
    related: `QuestionnaireResponse/${id}`,
    status: 'current',
  })
  for (const paper of papers) await closeSlots(ctx, paper.id)
  const { version, recordedAt } = await writeFill(ctx, fill, {
    resource: { ...response, extension, status: 'entered-in-error' },
    act: 'fill.cancel',
    more: [
      ...(await withdrawals(ctx, extractedBy(response))),
      ...listed(encounter, [], extractedBy(response)),
      ...papers.map((paper): Change => ({ kind: 'update', resource: cancelled(paper, reason) })),
    ],
  })
  return { version, savedAt: recordedAt.toISOString() }
}

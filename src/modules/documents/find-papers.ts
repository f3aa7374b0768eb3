import type { DocumentReference } from '@medplum/fhirtypes'
import { readSlots, type Slot } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { documentErrors } from './errors.ts'
import { aboutOf, formOf, type Paper } from './paper-resource.ts'

/** Papers of a visit in every state, newest first. */
export async function papersOf(ctx: Context, encounterId: string): Promise<Paper[]> {
  const all = await searchResources<DocumentReference>(ctx, 'DocumentReference', {
    encounter: `Encounter/${encounterId}`,
  })
  return all
    .filter((one): one is Paper => one.id !== undefined && formOf(one) !== undefined)
    .sort((a, b) => (b.date ?? '').localeCompare(a.date ?? ''))
}

/** The paper in force of one form about one thing, if there is one. */
export async function findPaper(
  ctx: Context,
  encounterId: string,
  form: string,
  about: string,
): Promise<Paper | undefined> {
  const papers = await papersOf(ctx, encounterId)
  return papers.find((one) => one.status === 'current' && formOf(one) === form && aboutOf(one) === about)
}

/** A paper by its id. */
export async function readPaper(ctx: Context, id: string): Promise<Paper> {
  const paper = await readResource<Paper>(ctx, 'DocumentReference', id)
  if (formOf(paper) === undefined) throw documentErrors.notPaper({ id })
  return paper
}

/** Whether every slot of a paper is signed. */
export const isSigned = (paper: DocumentReference): boolean =>
  paper.docStatus === 'final' || paper.docStatus === 'amended'

/** Whether a paper carries at least one signature. */
export async function hasSignature(ctx: Context, paper: Paper): Promise<boolean> {
  if (isSigned(paper)) return true
  const slots: readonly Slot[] = await readSlots(ctx, [paper.id])
  return slots.some((slot) => slot.state === 'signed')
}

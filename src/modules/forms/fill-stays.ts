import type { Encounter, QuestionnaireResponse } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { canonicalJson } from '#fhir/json.ts'
import { Filling, type Form, isLocked, sameAnswers } from '#fhir/sdc/index.ts'
import type { Context } from '#platform/context.ts'
import type { Act, GuardedChange } from '#platform/guard.ts'
import { findResource } from '#store/read.ts'
import { fillErrors } from './errors.ts'
import { fillExt, type Response } from './fill.ts'
import { sheetRows } from './rows/sheet-rows.ts'

/** Whether a fill counts: its paper is before its signers and the chart knows what it says. */
export const isDone = ({ status }: QuestionnaireResponse) => status === 'completed' || status === 'amended'

/** Whether a fill is about the patient of its visit, which may be written together with it. */
export async function isOfVisit(
  ctx: Context,
  { subject, encounter }: QuestionnaireResponse,
  written?: GuardedChange['written'],
): Promise<boolean> {
  const id = idOf(encounter)
  const beside = id ? (written?.('Encounter', id) as Encounter | undefined) : undefined
  const visit = beside ?? (id ? await findResource<Encounter>(ctx, 'Encounter', id) : undefined)
  return visit?.subject?.reference !== undefined && visit.subject.reference === subject?.reference
}

/** Patient, visit and form of a fill stay as it was begun; only the merge of two entries of one patient moves it. */
export function refuseMoved(
  before: QuestionnaireResponse,
  after: QuestionnaireResponse,
  act: Act | undefined,
): void {
  const moved = (what: string, one: string | undefined, other: string | undefined) => {
    if (one !== other) throw fillErrors.moved({ what })
  }
  moved('questionnaire', before.questionnaire, after.questionnaire)
  moved('encounter', before.encounter?.reference, after.encounter?.reference)
  if (act !== 'patient.merge') moved('subject', before.subject?.reference, after.subject?.reference)
}

const ownMarks = ({ extension = [] }: Pick<QuestionnaireResponse, 'extension'>): string =>
  canonicalJson(extension.filter(({ url }) => url === fillExt.note || url === fillExt.extracted))

/** What other channels than the acts of this module may not do: they give no reason, and make and withdraw no paper. */
export function refuseWithoutReason(before: Response | undefined, after: Response): void {
  const { id } = after
  if (ownMarks(before ?? {}) !== ownMarks(after)) throw fillErrors.marksStay()
  if (before?.status === 'entered-in-error') throw fillErrors.cancelled()
  if (before && isDone(before)) throw fillErrors.completedStays({ id })
  if (isDone(after)) throw fillErrors.completeByAct({ id })
  if (before && after.status === 'entered-in-error') throw fillErrors.cancelWithReason({ id })
}

/** What the chart says of patient and visit; who fills in, and when, is not of it. */
const chartFact = /%(patient|encounter|coverage|facility|department|facts\.(?!user\b))/

/** While rows are signed, what stands over them about patient and visit is not changed from outside. */
export function refuseOtherHead(form: Form, before: Response, after: Response): void {
  if (!sheetRows(form, before).some(({ row }) => isLocked(row))) return
  const [was, now] = [before, after].map((one) => new Filling(form, one, {}, { frozen: true }))
  for (const [item, { initial }] of form.logic) {
    if (item.rowGroups.length > 0 || !chartFact.test(initial?.text ?? '')) continue
    if (!sameAnswers(was?.answers(item.linkId) ?? [], now?.answers(item.linkId) ?? []))
      throw fillErrors.headStays({ label: item.raw.text ?? item.linkId })
  }
}

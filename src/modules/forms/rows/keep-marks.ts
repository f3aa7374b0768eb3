import type { QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { canonicalJson } from '#fhir/json.ts'
import { type Form, rowContent, rowMarks, withMarks } from '#fhir/sdc/index.ts'
import type { Context } from '#platform/context.ts'
import { authorOf, type Response } from '../fill.ts'
import { isClosed, sheetRows, signedGroups } from './sheet-rows.ts'

/**
 * The answers that were sent with the marks of their rows as they are stored: a screen neither makes nor loses them. A
 * new row is of whoever sends it. A row that the sender may not write in stays as it is stored where only computed
 * values differ; other differences are left for the guard to refuse.
 */
export function keepMarks(ctx: Context, form: Form, stored: Pick<Response, 'item'>, sent: Response): Response {
  const groups = new Set(signedGroups(form).map(({ linkId }) => linkId))
  if (groups.size === 0 || !sent.item) return sent
  const known = new Map(sheetRows(form, stored).map(({ row }) => [row.id, row]))
  const seen = new Set<string>()
  const item = sent.item.map((one) => {
    if (!groups.has(one?.linkId)) return one
    const isNew = one.id === undefined || seen.has(one.id)
    const id = isNew ? ctx.newId() : (one.id as string)
    seen.add(id)
    const before = isNew ? undefined : known.get(id)
    if (!before) return withMarks({ ...one, id }, { author: authorOf(ctx) })
    if (isClosed(ctx, before) && sameTyped(form, before, one)) return before
    return withMarks(one, rowMarks(before))
  })
  return { ...sent, item }
}

const sameTyped = (form: Form, one: QuestionnaireResponseItem, other: QuestionnaireResponseItem): boolean =>
  canonicalJson(typed(form, rowContent(one))) === canonicalJson(typed(form, rowContent(other)))

/** What persons wrote: without what is computed, without ids and sources. */
function typed(form: Form, { linkId, answer, item = [] }: QuestionnaireResponseItem): unknown {
  const below = [...item, ...(answer ?? []).flatMap((one) => one.item ?? [])].flatMap((one) => {
    const made = typed(form, one)
    return made === undefined ? [] : [made]
  })
  const logic = form.byLinkId.get(linkId)
  const isComputed = logic !== undefined && form.logic.get(logic)?.calculated !== undefined
  const answers = isComputed ? [] : (answer ?? []).map(({ item: _item, extension: _extension, ...value }) => value)
  return below.length === 0 && answers.length === 0 ? undefined : { linkId, answers, below }
}

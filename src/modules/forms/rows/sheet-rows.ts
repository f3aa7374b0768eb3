import type { QuestionnaireResponseItem, Reference } from '@medplum/fhirtypes'
import { canonicalJson } from '#fhir/json.ts'
import {
  type Form,
  type FormItem,
  isLocked,
  type RowMarks,
  rowContent,
  rowMarks,
  rowSigners,
} from '#fhir/sdc/index.ts'
import type { Context } from '#platform/context.ts'
import { authorOf, type Response } from '../fill.ts'

/** A row of a group whose rows are signed each for itself. */
export interface SheetRow {
  readonly group: FormItem
  readonly row: QuestionnaireResponseItem
  readonly marks: RowMarks
  /** Its place among the rows of the group, from 0. */
  readonly at: number
}

/** Groups whose rows are signed. */
export const signedGroups = (form: Form): readonly FormItem[] =>
  form.items.filter((item) => rowSigners(item).length > 0)

export function sheetRows(form: Form, { item = [] }: Pick<Response, 'item'>): readonly SheetRow[] {
  return signedGroups(form).flatMap((group) =>
    item
      .filter(({ linkId }) => linkId === group.linkId)
      .map((row, at) => ({ group, row, marks: rowMarks(row), at })),
  )
}

const samePerson = (one: Reference, other: Reference): boolean =>
  one.reference || other.reference ? one.reference === other.reference : one.display === other.display

export const isActor = (ctx: Context, who: Reference): boolean => samePerson(who, authorOf(ctx))

/** Whether the acting person began a row; one whose author nobody noted is everyone's. */
export const isMine = (ctx: Context, { author }: RowMarks): boolean => !author || isActor(ctx, author)

/** Whether nobody but its author may write in a row any more, or not even they. */
export const isClosed = (ctx: Context, row: QuestionnaireResponseItem): boolean =>
  isLocked(row) || !isMine(ctx, rowMarks(row))

/** Whether two rows say the same, whatever texts and marks they carry. */
export const sameContent = (one: QuestionnaireResponseItem, other: QuestionnaireResponseItem): boolean =>
  canonicalJson(rowContent(one)) === canonicalJson(rowContent(other))

/** Whether anything was answered in an item. */
export function hasAnswers({ answer = [], item = [] }: QuestionnaireResponseItem): boolean {
  return answer.length > 0 || item.some(hasAnswers)
}

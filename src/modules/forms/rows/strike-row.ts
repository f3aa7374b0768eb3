import type { QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { beginRow, Filling, type Form, type FormItem, keyFrom, rowContent, withMarks } from '#fhir/sdc/index.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import type { StruckRow } from '../contract.ts'
import { formOf } from '../editions.ts'
import { fillErrors } from '../errors.ts'
import { authorOf, cleanReason, type Fill, type Response } from '../fill.ts'
import { mayStrike } from './check-rows.ts'
import { environmentOfFill, findRow, type RowNamed, withRow, writeRows } from './find-row.ts'
import type { SheetRow } from './sheet-rows.ts'

export interface Strike extends RowNamed {
  readonly reason: string
  /** Puts a new row with the same answers behind it, to be put right and signed. */
  readonly correct: boolean
}

/** Strikes a row through with a reason. It stays readable, and counts no more. */
export async function strikeRow(ctx: Context, id: string, strike: Strike): Promise<StruckRow> {
  const { fill, found } = await findRow(ctx, id, strike)
  const { row, marks, at } = found
  if (marks.struck) throw fillErrors.rowStruck({ row: at + 1 })
  if (!mayStrike(ctx, marks)) throw fillErrors.rowNotStruck({ row: at + 1 })
  const reason = cleanReason(strike.reason)
  const struck = { by: authorOf(ctx), at: instantInVietnam(ctx.now()), reason }
  const old = withMarks(row, { ...marks, struck })
  if (!strike.correct) {
    const { version } = await writeRows(ctx, fill, withRow(fill.response, row.id, old))
    return { version }
  }
  const fresh = ctx.newId()
  const marksOfNew = { author: authorOf(ctx), corrects: { row: row.id ?? '', reason } }
  const copy = withMarks({ ...withoutIds(rowContent(row)), id: fresh }, marksOfNew)
  const both = withRow(fill.response, row.id, old, copy)
  const { version } = await writeRows(ctx, fill, await withWriter(ctx, fill, found, both))
  return { version, row: fresh }
}

/** Ids name elements of one response; a copy has none. */
function withoutIds({ id: _id, item, ...rest }: QuestionnaireResponseItem): QuestionnaireResponseItem {
  return { ...rest, ...(item ? { item: item.map(withoutIds) } : {}) }
}

/** Questions of a row whose first answer is who writes. */
const writersIn = (form: Form, group: FormItem): readonly FormItem[] =>
  group.items.filter((item) => /%facts\.user\b/.test(form.logic.get(item)?.initial?.text ?? ''))

/** The response with the person who corrects named in the new row. */
async function withWriter(
  ctx: Context,
  fill: Fill,
  { group, at }: SheetRow,
  response: Response,
): Promise<Response> {
  const form = formOf(fill.edition)
  const writers = writersIn(form, group)
  if (writers.length === 0) return response
  const environment = await environmentOfFill(ctx, fill)
  const filling = new Filling(form, response, environment, { frozen: true })
  for (const { linkId } of writers) filling.set(keyFrom(linkId, [at + 1]), [])
  beginRow(filling, keyFrom(group.linkId, [at + 1]), {})
  return filling.response() as Response
}

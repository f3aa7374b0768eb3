import type { QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { canonicalJson } from '#fhir/json.ts'
import { type Form, isLocked, type RowMarks, rowMarks } from '#fhir/sdc/index.ts'
import { myCertificate } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { can } from '#platform/permission.ts'
import { fillErrors } from '../errors.ts'
import type { Response } from '../fill.ts'
import { verifyRow } from './row-statement.ts'
import { hasAnswers, isActor, isClosed, isMine, type SheetRow, sameContent, sheetRows } from './sheet-rows.ts'

const leastReason = 3

/** Whether the acting person may strike a row through: who wrote or signed it, and who may amend forms. */
export const mayStrike = (ctx: Context, { author, signed }: RowMarks): boolean =>
  can(ctx.actor, 'forms.amend') ||
  (signed ? isActor(ctx, signed.by) : author !== undefined && isActor(ctx, author))

const sameMark = (one: unknown, other: unknown): boolean =>
  canonicalJson(one ?? null) === canonicalJson(other ?? null)

/** Refuses a change of a row that its writer may not make: of a signed one, or of another person's. */
function refuseChange(before: SheetRow, after: QuestionnaireResponseItem | undefined): void {
  const { marks, row, at } = before
  const refused = () =>
    isLocked(row)
      ? fillErrors.rowSigned({ row: at + 1 })
      : fillErrors.rowOfOther({ row: at + 1, by: marks.author?.display ?? '–' })
  if (!after || !sameContent(row, after)) throw refused()
  const now = rowMarks(after)
  const kept =
    sameMark(marks.author, now.author) &&
    sameMark(marks.corrects, now.corrects) &&
    (!marks.signed || sameMark(marks.signed, now.signed)) &&
    (!marks.struck || sameMark(marks.struck, now.struck))
  if (!kept) throw refused()
}

/** A row counts as signed only when the acting person's signature on exactly this content is there. */
async function refuseUnproven(ctx: Context, response: Response, one: SheetRow): Promise<void> {
  const { signed } = one.marks
  const verdict = await verifyRow(ctx, response, one)
  const isProven =
    signed !== undefined &&
    verdict?.faults.length === 0 &&
    isActor(ctx, signed.by) &&
    isMine(ctx, one.marks) &&
    verdict.certificate === (await myCertificate(ctx))
  if (!isProven) throw fillErrors.rowNotProven({ row: one.at + 1 })
}

function refuseStrike(ctx: Context, { marks, at }: SheetRow): void {
  const { struck } = marks
  if (!struck || !isActor(ctx, struck.by) || struck.reason.trim().length < leastReason || !mayStrike(ctx, marks))
    throw fillErrors.rowNotStruck({ row: at + 1 })
}

/** Refuses rows that lose, change or invent what signatures and authors say, from whatever channel they come. */
export async function checkRows(
  ctx: Context,
  form: Form,
  before: Response | undefined,
  after: Response,
): Promise<void> {
  const was = before ? sheetRows(form, before) : []
  const now = sheetRows(form, after)
  const ids = now.flatMap(({ row }) => row.id ?? [])
  if (new Set(ids).size < ids.length) throw fillErrors.rowTwice()
  refuseLost(ctx, was, now)
  const known = new Map(was.map((one) => [one.row.id, one]))
  for (const one of now)
    await refuseInvented(ctx, after, one, one.row.id === undefined ? undefined : known.get(one.row.id))
}

function refuseLost(ctx: Context, was: readonly SheetRow[], now: readonly SheetRow[]): void {
  const stands = new Map(now.map((one) => [one.row.id, one.row]))
  for (const one of was)
    if (one.row.id !== undefined && isClosed(ctx, one.row) && hasAnswers(one.row))
      refuseChange(one, stands.get(one.row.id))
}

async function refuseInvented(
  ctx: Context,
  response: Response,
  one: SheetRow,
  earlier: SheetRow | undefined,
): Promise<void> {
  if (one.marks.signed && !earlier?.marks.signed) await refuseUnproven(ctx, response, one)
  if (one.marks.struck && !earlier?.marks.struck) refuseStrike(ctx, one)
  if (!earlier && !isMine(ctx, one.marks))
    throw fillErrors.rowOfOther({ row: one.at + 1, by: one.marks.author?.display ?? '–' })
}

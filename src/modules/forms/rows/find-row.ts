import type { QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { type Environment, isLocked } from '#fhir/sdc/index.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { formOf } from '../editions.ts'
import { environmentOf, withoutOwn } from '../environment.ts'
import { fillErrors } from '../errors.ts'
import { authorOf, type Fill, type Response } from '../fill.ts'
import { withQueries } from '../queries.ts'
import { readOpenFill, refuseOlder } from '../save-fill.ts'
import { writeFill } from '../write-fill.ts'
import { type SheetRow, sheetRows } from './sheet-rows.ts'

/** Names a row of a fill as the screen read it. */
export interface RowNamed {
  readonly version: number
  /** Element id of the row. */
  readonly row: string
}

/** A row of an open fill, as it stands in the version that was shown. */
export async function findRow(
  ctx: Context,
  id: string,
  { version, row }: RowNamed,
): Promise<{ fill: Fill; found: SheetRow }> {
  const fill = await readOpenFill(ctx, id)
  refuseOlder(fill, { version, response: { ...fill.response } })
  const found = sheetRows(formOf(fill.edition), fill.response).find((one) => one.row.id === row)
  if (!found) throw fillErrors.rowUnknown({ row })
  return { fill, found }
}

/** Refuses a row that is signed or struck already. */
export function refuseLockedRow({ row, at, marks }: SheetRow): void {
  if (marks.struck) throw fillErrors.rowStruck({ row: at + 1 })
  if (isLocked(row)) throw fillErrors.rowSigned({ row: at + 1 })
}

export async function environmentOfFill(ctx: Context, { edition, response }: Fill): Promise<Environment> {
  const environment = await environmentOf(ctx, idOf(response.encounter))
  return withoutOwn(await withQueries(ctx, formOf(edition), environment), response)
}

/** The response with one row in the place of another, and rows that come after it. */
export function withRow(
  response: Response,
  id: string | undefined,
  ...rows: readonly QuestionnaireResponseItem[]
): Response {
  return { ...response, item: (response.item ?? []).flatMap((one) => (one.id === id ? rows : [one])) }
}

/** Writes a fill in which a row changed; gives it with its new version. */
export async function writeRows(ctx: Context, fill: Fill, response: Response): Promise<Fill> {
  const resource = { ...response, authored: instantInVietnam(ctx.now()), author: authorOf(ctx) }
  const written = await writeFill(ctx, fill, { resource, act: 'fill.save' })
  return { ...fill, response: written.resource ?? resource, version: written.version }
}

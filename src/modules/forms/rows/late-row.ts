import type { QuestionnaireResponseItem } from '@medplum/fhirtypes'
import type { Form, FormItem } from '#fhir/sdc/index.ts'
import type { Response } from '../fill.ts'
import { type SheetRow, sheetRows } from './sheet-rows.ts'

/** The moment that a row tells of: the answer to its first question for a day and time. */
export function momentOf(group: FormItem, row: QuestionnaireResponseItem): number | undefined {
  const asked = group.items.find(({ type }) => type === 'dateTime')
  const said = row.item?.find(({ linkId }) => linkId === asked?.linkId)?.answer?.[0]?.valueDateTime
  const at = said === undefined ? Number.NaN : Date.parse(said)
  return Number.isNaN(at) ? undefined : at
}

/** Whether a row tells of a time before that of a row which is signed already: written later than it happened. */
export function isLate(form: Form, response: Response, { group, row }: SheetRow): boolean {
  const own = momentOf(group, row)
  if (own === undefined) return false
  return sheetRows(form, response).some((one) => {
    const other = one.group === group && one.marks.signed ? momentOf(group, one.row) : undefined
    return other !== undefined && own < other
  })
}

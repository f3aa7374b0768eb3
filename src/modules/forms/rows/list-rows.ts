import { idOf } from '#fhir/encounter.ts'
import type { Form, Problem } from '#fhir/sdc/index.ts'
import { keyFrom } from '#fhir/sdc/index.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import type { RowList } from '../contract.ts'
import { formOf } from '../editions.ts'
import { type Response, readFill } from '../fill.ts'
import { isOfVisit } from '../fill-stays.ts'
import { verifyRow } from './row-statement.ts'
import { hasAnswers, sheetRows } from './sheet-rows.ts'

/** Rows of a sheet with their signatures, each checked anew against what stands in the row now. */
export async function listRows(ctx: Context, id: string): Promise<RowList> {
  const { response, edition } = await readFill(ctx, id)
  await auditView(ctx, {
    patientId: idOf(response.subject),
    kind: 'fill rows',
    entities: [`QuestionnaireResponse/${id}`],
  })
  // The signature covers the visit, and the visit tells the patient.
  const astray = (await isOfVisit(ctx, response)) ? [] : ['other-patient']
  const rows = await Promise.all(
    sheetRows(formOf(edition), response).map(async ({ group, row, marks, at }) => {
      const verdict = await verifyRow(ctx, response, { row, marks })
      const { signed, struck, corrects, author } = marks
      const faults = [...(verdict?.faults ?? []), ...astray]
      return {
        id: row.id ?? '',
        group: group.linkId,
        at,
        ...present({
          author: author?.display,
          signed: signed && {
            by: signed.by.display ?? '',
            at: signed.at,
            late: signed.late,
            evidence: signed.evidence,
            valid: faults.length === 0,
            faults,
            owed: verdict?.owed ?? false,
            level: verdict?.level ?? 'B-B',
          },
          struck: struck && { by: struck.by.display ?? '', at: struck.at, reason: struck.reason },
          corrects,
        }),
      }
    }),
  )
  return { rows }
}

/** Rows that nobody has signed: a sheet whose rows are signed is finished when every row is signed or struck through. */
export function unsignedRows(form: Form, response: Pick<Response, 'item'>): readonly Problem[] {
  return sheetRows(form, response)
    .filter(({ row, marks }) => !marks.signed && !marks.struck && hasAnswers(row))
    .map(({ group, at }) => ({
      linkId: group.linkId,
      path: keyFrom(group.linkId, [at]),
      code: 'unsigned',
      severity: 'error',
      details: { label: group.raw.text ?? group.linkId, row: at + 1 },
    }))
}

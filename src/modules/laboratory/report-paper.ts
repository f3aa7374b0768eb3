import type { DiagnosticReport } from '@medplum/fhirtypes'
import { preparePaper } from '#modules/documents/index.ts'
import type { Context } from '#platform/context.ts'

/** Makes the result sheet 16/BV2 of a report ready for signing; a corrected one replaces the earlier paper. */
export async function prepareReportPaper(
  ctx: Context,
  report: DiagnosticReport & { id: string },
  correctionReason?: string,
): Promise<string | undefined> {
  // An order from outside a visit has no record, so no paper of one.
  if (!report.encounter) return undefined
  const paper = await preparePaper(ctx, {
    form: '16/BV2',
    about: `DiagnosticReport/${report.id}`,
    ...(correctionReason ? { correctionReason } : {}),
  })
  return paper.id
}

import { dayInVietnam } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { shippedForms } from '#platform/forms/registry.ts'
import { inTransaction } from '#platform/http/command.ts'
import { auditView } from '#store/audit.ts'
import type { ScanReading } from '../contract.ts'
import { proposeDays, proposePapers } from '../domain/propose.ts'
import { lockScan } from '../repository.ts'
import { listPages } from './pages.ts'

/** What was read so far and what it proposes. Reading a patient's words leaves its trace. */
export async function readWords(ctx: Context, id: string): Promise<ScanReading> {
  const scan = await inTransaction(ctx, (tx) => lockScan(tx, id))
  if (!scan) throw commonErrors.notFound({ type: 'Scan', id })
  const pages = await listPages(ctx, id)
  const entities = [`Encounter/${scan.encounter_id}`]
  if (pages.length > 0) await auditView(ctx, { patientId: scan.patient_id, kind: 'scan-words', entities })
  const forms = shippedForms().map(({ code, title }) => ({ code, title: title.vi }))
  return {
    waiting: scan.state === 'rejected' ? 0 : scan.pages - pages.length,
    pages,
    papers: proposePapers(pages, forms),
    days: proposeDays(pages, dayInVietnam(ctx.now())),
  }
}

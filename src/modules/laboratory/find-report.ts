import type { DiagnosticReport } from '@medplum/fhirtypes'
import { sid } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'

/** The report of a requisition, once anything of it has been released. */
export async function findReport(ctx: Context, requisition: string): Promise<DiagnosticReport | undefined> {
  const found = await searchResources<DiagnosticReport>(ctx, 'DiagnosticReport', {
    identifier: `${sid.order}|${requisition}`,
    _count: '1',
  })
  return found[0]
}

import type { CodeSystem } from '@medplum/fhirtypes'
import { canonicalOf } from '#fhir/terminology/versions.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { loadSystem } from '#store/terminology/load-system.ts'
import { closeAbsent } from '#store/terminology/write-concepts.ts'
import type { ImportReport } from './import-table.ts'

/** Puts the concepts of a large CodeSystem resource into rows, under its URL and version. */
export function importCodeSystem(ctx: Context, file: string, resource: CodeSystem): Promise<ImportReport> {
  const list = canonicalOf(resource.url ?? '', resource.version ?? '-')
  return inTransaction(ctx, async (tx) => {
    const totals = await loadSystem(tx, {
      list,
      file,
      resource,
      endAbsent: (inside, load, codes) => closeAbsent(inside, load, codes, tx.now().toISOString().slice(0, 10)),
    })
    return { system: list, file, ...totals, refusals: [] }
  })
}

import { readDrugCatalogue } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import { stockErrors } from './errors.ts'
import type { StockDrug } from './write-moves.ts'

/** A medicine of the hospital's list, as it is counted. */
export async function knownDrug(ctx: Context, code: string): Promise<StockDrug> {
  const drug = (await readDrugCatalogue(ctx)).drugs.get(code)
  if (!drug) throw stockErrors.drugUnknown({ code })
  return { code, name: drug.label, unit: drug.unit, kind: drug.kind }
}

import { sql } from 'kysely'
import { readDrugCatalogue } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import { stockErrors } from './errors.ts'
import { tables } from './tables.ts'
import type { StockDrug } from './write-moves.ts'

/** A GTIN of 8, 12 or 13 digits is the one of 14 with zeros before it. */
const keyOf = (code: string) => (/^\d{8,13}$/.test(code) ? code.padStart(14, '0') : code)

/** Remembers which medicine a code on a pack stands for; a code stands for one. */
export async function keepBarcode(ctx: Context, code: string, drug: StockDrug): Promise<void> {
  const known = await barcodeDrug(ctx, code)
  if (known && known.drugCode !== drug.code) throw stockErrors.barcodeTaken({ code, drug: known.drugCode })
  await tables(ctx.db)
    .insertInto('stock_barcode')
    .values({ facility: ctx.facility, code: keyOf(code), drug_code: drug.code, lot: null, expires_on: null })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Which medicine a code stands for: a pack that was received, or a code of the drug list itself. */
export async function barcodeDrug(ctx: Context, code: string): Promise<{ drugCode: string } | undefined> {
  const row = await tables(ctx.db)
    .selectFrom('stock_barcode')
    .select('drug_code')
    .where('facility', '=', ctx.facility)
    .where('code', '=', keyOf(code))
    .executeTakeFirst()
  if (row) return { drugCode: row.drug_code }
  return (await readDrugCatalogue(ctx)).drugs.has(code) ? { drugCode: code } : undefined
}

/** When a lot of a ward expires, as it was received. */
export async function lotExpiry(
  ctx: Context,
  place: string,
  drugCode: string,
  lot: string,
): Promise<string | undefined> {
  const row = await tables(ctx.db)
    .selectFrom('stock_lot')
    .select(sql<string | null>`to_char(expires_on, 'YYYY-MM-DD')`.as('expiresOn'))
    .where('facility', '=', ctx.facility)
    .where('place', '=', place)
    .where('drug_code', '=', drugCode)
    .where('lot', '=', lot)
    .executeTakeFirst()
  return row?.expiresOn ?? undefined
}

import type { Drug } from '#kernel/drug/drug.ts'
import { countUse, readDrugCatalogue } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import { drugRules } from './drug-rules.ts'

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Drugs of the facility's list as it is in force today, by code; unknown codes are absent. */
export async function drugsByCode(ctx: Context, codes: readonly string[]): Promise<ReadonlyMap<string, Drug>> {
  const { drugs } = await readDrugCatalogue(ctx)
  const { keyOf } = drugRules().substances
  return new Map(
    codes.flatMap((code): [string, Drug][] => {
      const one = drugs.get(code)
      if (!one) return []
      const drug: Drug = {
        code,
        ingredients: one.ingredients.map((name) => ({ code: keyOf(name).replaceAll(' ', '-'), name })),
        ...(one.tradeName ? { tradeName: one.tradeName } : {}),
        strength: one.strength,
        form: one.form,
        unit: one.unit,
        route: { code: one.route.code, name: capital(one.route.verb || one.route.name) },
        kind: one.kind,
      }
      return [[code, drug]]
    }),
  )
}

/** What is prescribed where the doctor works comes first there the next time. */
export async function countDrugUse(
  ctx: Context,
  codes: readonly string[],
  room: string | undefined,
): Promise<void> {
  await countUse(ctx, 'drug', codes, room)
}

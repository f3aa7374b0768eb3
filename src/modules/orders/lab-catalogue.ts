import { readLabCatalogue } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import type { Orderable } from './domain/duplicates.ts'

/** Tests and panels that can be ordered, by code; what the catalogue does not offer is absent. */
export async function orderables(ctx: Context, codes: readonly string[]): Promise<ReadonlyMap<string, Orderable>> {
  const catalogue = await readLabCatalogue(ctx)
  return new Map(
    codes.flatMap((code): [string, Orderable][] => {
      const panel = catalogue.panels.get(code)
      const test = catalogue.tests.get(code)
      const one = panel ?? (test?.orderable ? test : undefined)
      if (!one) return []
      const { name, price, loinc } = one
      return [[code, { code, name, price, ...(loinc ? { loinc } : {}), tests: panel ? panel.tests : [code] }]]
    }),
  )
}

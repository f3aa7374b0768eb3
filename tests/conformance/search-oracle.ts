import { importFhir } from '#store/import/import-fhir.ts'
import { search } from '#store/search.ts'
import type { Result } from '#tests/support/conformance.ts'
import { withContext } from '#tests/support/database.ts'
import { countIn, oracles, packedBundles, plainBundles, resourcesOf } from '#tests/support/synthea.ts'

export const name = 'Search oracles for the Synthea set'
export const database = true

/**
 * The oracle holds for all 240 bundles, whose import would take minutes. Here 24 are loaded and
 * counted from their JSON by a counter that must give the oracle's totals for all of them.
 */
export function run(): Promise<Result[]> {
  const few = resourcesOf(plainBundles())
  const all = [...few, ...resourcesOf(packedBundles())]
  return withContext(async (ctx) => {
    const { failed } = await importFhir(ctx, plainBundles())
    const results: Result[] = []
    for (const { query, total } of oracles()) {
      const [type = '', text = ''] = query.split('?')
      const found = (await search(ctx, type, `${text}&_total=accurate&_count=1`)).total
      const [told, wanted] = [countIn(all, query), countIn(few, query)]
      const fault = failed > 0 ? `${failed} bundles were not loaded` : faultOf(told, total, found, wanted)
      results.push({
        id: query,
        outcome: fault === undefined ? 'pass' : 'fail',
        ...(fault === undefined ? {} : { reason: fault }),
      })
    }
    return results
  })
}

function faultOf(told: number, total: number, found: number | undefined, wanted: number): string | undefined {
  if (told !== total) return `the counter says ${told} of all files, the oracle ${total}`
  return found === wanted ? undefined : `found ${found}, the files hold ${wanted}`
}

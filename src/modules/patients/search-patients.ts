import type { Context } from '#platform/context.ts'
import type { SearchAnswer } from './contract.ts'
import { isTooShort, parseSearch } from './domain/search-query.ts'
import { foundPatient } from './found-patient.ts'
import { searchIndex } from './repository.ts'

const shown = 20

/** At most twenty patients for what was typed so far; names, numbers, years in any order. */
export async function searchPatients(ctx: Context, typed: string): Promise<SearchAnswer> {
  const query = parseSearch(typed)
  if (isTooShort(query)) return { patients: [], more: false }
  const rows = await searchIndex(ctx, query, shown + 1)
  return { patients: rows.slice(0, shown).map((row) => foundPatient(ctx, row)), more: rows.length > shown }
}

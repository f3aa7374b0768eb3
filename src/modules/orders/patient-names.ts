import type { Patient } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'

/** Names of patients by id. */
export async function patientNames(ctx: Context, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)].filter(Boolean)
  if (wanted.length === 0) return new Map()
  const found = await searchResources<Patient>(ctx, 'Patient', { _id: wanted.join(','), _count: '500' })
  return new Map(found.map((one) => [one.id ?? '', one.name?.[0]?.text ?? '']))
}

import type { Resource } from '@medplum/fhirtypes'
import type { Context } from '#platform/context.ts'
import { searchResources } from '#store/search.ts'

const chunk = 100

/** Reads resources of one type by their ids; those that do not exist are left out. */
export async function readMany<T extends Resource>(
  ctx: Context,
  type: T['resourceType'],
  ids: readonly string[],
): Promise<ReadonlyMap<string, T>> {
  const wanted = [...new Set(ids)].filter(Boolean)
  const found = new Map<string, T>()
  for (let at = 0; at < wanted.length; at += chunk) {
    const page = await searchResources<T>(ctx, type, {
      _id: wanted.slice(at, at + chunk).join(','),
      _count: String(chunk),
    })
    for (const resource of page) if (resource.id) found.set(resource.id, resource)
  }
  return found
}

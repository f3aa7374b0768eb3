import { hash53 } from '#fhir/search/hash.ts'
import type { SearchIndex } from '#fhir/search/index-resource.ts'
import type { ReferenceSite } from '#fhir/validate.ts'
import type { Context } from '#platform/context.ts'
import { type LocalReference, localReference } from './record-of.ts'

/**
 * Token that every resource has which refers to this one, by whatever element: parameters, extensions, notes. One for
 * all types, because each token asked for goes through the index's list of entries not merged yet (185 tokens: 250 ms
 * after an import of 10,000 resources; one: 10 ms).
 */
export function referringToken(facility: number, type: string, id: string): number {
  return hash53(`${facility} * _refersTo=${type}/${id}`)
}

/** Adds the token of each reference. */
export function addReferringTokens(ctx: Context, index: SearchIndex, references: readonly ReferenceSite[]): void {
  for (const { holder } of references) {
    const to = localReference(ctx, holder.reference)
    if (to) index.toks.add(tokenOf(ctx.facility, to))
  }
}

const tokens = new WeakMap<LocalReference, { readonly facility: number; readonly token: number }>()

/** Kept beside a reference that was read: it comes again in the next resource of the patient. */
export function tokenOf(facility: number, to: LocalReference): number {
  const before = tokens.get(to)
  if (before?.facility === facility) return before.token
  const token = referringToken(facility, to.type, to.id)
  tokens.set(to, { facility, token })
  return token
}

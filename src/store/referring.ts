import { hash53 } from '#fhir/search/hash.ts'
import type { IndexPlan, SearchIndex } from '#fhir/search/index-resource.ts'
import type { ReferenceSite } from '#fhir/validate.ts'
import { parameters, structures } from './definitions.ts'
import { type Here, localReference } from './record-of.ts'

/** One token for all types: a reference that no search parameter reads (a note's author, an extension). */
const otherToken = (facility: number, target: string) => hash53(`${facility} * _refersTo=${target}`)

/** Tokens that any resource has which refers to this one, by whatever element. */
export function referringHashes(facility: number, type: string, id: string): readonly number[] {
  const target = `${type}/${id}`
  return [
    otherToken(facility, target),
    ...referring(type).map((prefix) => hash53(`${facility} ${prefix}=${target}`)),
  ]
}

/** Adds a token for each reference that the parameters of the type do not read, so that none is ever missed. */
export function addOtherReferences(
  here: Here,
  facility: number,
  plan: IndexPlan,
  index: SearchIndex,
  references: readonly ReferenceSite[],
): void {
  for (const { holder } of references) {
    const to = localReference(here, holder.reference)
    if (!to) continue
    const target = `${to.type}/${to.id}`
    const read = referenceCodes(plan.type).some((code) => index.toks.has(plan.hash(`${code}=${target}`)))
    if (!read) index.toks.add(otherToken(facility, target))
  }
}

const codesOf = new Map<string, readonly string[]>()

function referenceCodes(type: string): readonly string[] {
  const before = codesOf.get(type)
  if (before) return before
  const made = [...parameters.of(type).values()]
    .filter((one) => one.kind === 'reference' && one.anyOf.length === 0)
    .map((one) => one.code)
  codesOf.set(type, made)
  return made
}

const known = new Map<string, readonly string[]>()

/** `Observation encounter` and the like: type and parameter of all references that may lead to a type. */
function referring(target: string): readonly string[] {
  const before = known.get(target)
  if (before) return before
  const made = Object.keys(structures.resourceTypes).flatMap((type) =>
    [...parameters.of(type).values()]
      .filter((one) => one.kind === 'reference' && one.anyOf.length === 0)
      .filter((one) => one.targets.length === 0 || one.targets.includes(target))
      .map((one) => `${type} ${one.code}`),
  )
  known.set(target, made)
  return made
}

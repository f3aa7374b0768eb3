import { NoAnswer, type Reason, reason, reasonOf } from '../reason.ts'
import type { Structures } from '../structure.ts'
import type { ProfileSource } from '../validate/walk.ts'
import type { ElementRow, ProfileDefinition } from './definition.ts'
import { placeRow } from './place-row.ts'
import { newNode, type ProfileNode, rowsOf } from './tree.ts'

export interface CompiledProfile {
  readonly url: string
  /** Type it is a profile of. */
  readonly type: string
  readonly root: ProfileNode
  /** Why it cannot be used. */
  readonly broken: Reason | undefined
}

const mostBases = 20
const mostElements = 5000
const compiled = new WeakMap<ProfileDefinition, CompiledProfile>()

/**
 * Makes one tree of a profile and the profiles it is based on: the published type below them is checked by the
 * validator itself, so only what profiles add has to be looked at. This takes the place of a snapshot; a
 * definition that has only a snapshot is read from it.
 */
export function compileProfile(
  structures: Structures,
  definition: ProfileDefinition,
  profileOf: ProfileSource,
): CompiledProfile {
  const known = compiled.get(definition)
  if (known) return known
  const made = compile(structures, definition, profileOf)
  compiled.set(definition, made)
  return made
}

function compile(
  structures: Structures,
  definition: ProfileDefinition,
  profileOf: ProfileSource,
): CompiledProfile {
  const { url, type } = definition
  const root = newNode(type, url)
  const chain = chainOf(structures, definition, profileOf)
  if (!Array.isArray(chain)) return { url, type, root, broken: chain }
  const universal = universalKeys(structures, type)
  try {
    for (const one of chain) {
      const slices = new Map<string, string>()
      for (const row of elements(one)) placeRow(structures, root, row, slices, universal)
    }
  } catch (error) {
    return { url, type, root, broken: reasonOf(error) }
  }
  return { url, type, root, broken: undefined }
}

function elements(definition: ProfileDefinition): readonly ElementRow[] {
  const rows = rowsOf(definition)
  if (rows.length > mostElements) throw new NoAnswer(reason('manyElements', { most: mostElements }))
  return rows
}

/** The profile and those it is based on, the most general first; or why there is no such chain. */
function chainOf(
  structures: Structures,
  definition: ProfileDefinition,
  profileOf: ProfileSource,
): ProfileDefinition[] | Reason {
  const chain: ProfileDefinition[] = []
  let next: ProfileDefinition | undefined = definition
  while (next) {
    if (chain.includes(next)) return reason('basedOnItself', { url: next.url })
    if (chain.length >= mostBases) return reason('manyBases', { most: mostBases })
    chain.unshift(next)
    const base: string | undefined = next.baseDefinition
    // A snapshot says everything its bases say.
    if (!base || (next.differential?.element ?? []).length === 0) break
    const name = base.split('|', 1)[0]?.split('/').at(-1) ?? ''
    if (base.startsWith('http://hl7.org/fhir/StructureDefinition/') && structures.type(name)) break
    next = profileOf(base)
    if (!next) return reason('baseUnknown', { url: base })
  }
  return chain
}

/** Constraints that the type has already, which snapshots repeat. */
function universalKeys(structures: Structures, type: string): ReadonlySet<string> {
  const own = structures.invariants(type).map(([key]) => key)
  return new Set(['ele-1', 'ext-1', 'dom-2', 'dom-3', 'dom-4', 'dom-5', 'dom-6', 'txt-1', 'txt-2', ...own])
}

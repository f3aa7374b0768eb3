import { finish, type Steps } from '#kernel/steps.ts'
import { checkNode } from './profile/check-node.ts'
import type { Structures } from './structure.ts'
import type { Issue } from './validate/issue.ts'
import { compilePlans, type Plan } from './validate/plan.ts'
import { conforms } from './validate/profile.ts'
import { visitRoot } from './validate/visit.ts'
import type { InValueSet, ProfileSource, ReferenceSite, Walk } from './validate/walk.ts'

export type { Issue } from './validate/issue.ts'
export type { ReferenceSite } from './validate/walk.ts'

export interface Validated {
  /** Errors; with `full` also warnings and information. */
  readonly issues: readonly Issue[]
  readonly references: readonly ReferenceSite[]
  /** Somewhere in it is a value of type base64Binary. */
  readonly holdsBase64: boolean
}

export interface ValidateOptions {
  /** Tells warnings too, and asks the rules that are kept for $validate. */
  readonly full?: boolean
  /** Markup inside plain texts is an error, not a warning. */
  readonly noMarkup?: boolean
  /** Profiles and extensions beside the published ones: those stored here or given by the caller. */
  readonly profileOf?: ProfileSource
  /** Profiles it must fit, beside those it claims in meta.profile. */
  readonly profiles?: readonly string[]
  /** Questionnaires, code systems and other definitions that resources refer to. */
  readonly resolve?: (canonical: string) => Record<string, unknown> | undefined
  /** Value sets beside the published ones. */
  readonly inValueSet?: InValueSet
}

/** Values that profiles may look at in one resource: about a tenth of a second. */
const mostOfProfiles = 500_000

const plansOf = new WeakMap<Structures, (type: string) => Plan | undefined>()

/** Checks a resource against the published definition of its type and collects its references. */
export function validateResource(
  structures: Structures,
  resource: unknown,
  options: ValidateOptions = {},
): Validated {
  return finish(validateInSteps(structures, resource, options))
}

/** The same with pauses in what is long. */
export function* validateInSteps(
  structures: Structures,
  resource: unknown,
  options: ValidateOptions = {},
): Steps<Validated> {
  const walk = startWalk(structures, options)
  yield* visitRoot(walk, resource)
  return { issues: walk.issues, references: walk.references, holdsBase64: walk.holdsBase64 }
}

function startWalk(structures: Structures, options: ValidateOptions): Walk {
  let planOf = plansOf.get(structures)
  if (!planOf) {
    planOf = compilePlans(structures)
    plansOf.set(structures, planOf)
  }
  return {
    structures,
    planOf,
    issues: [],
    references: [],
    holdsBase64: false,
    full: options.full ?? false,
    noMarkup: options.noMarkup ?? false,
    profileOf: (url) => options.profileOf?.(url) ?? structures.profile(url),
    inValueSet: (url, system, code) =>
      structures.inValueSet(url, system, code) ?? options.inValueSet?.(url, system, code),
    ask: { conforms, node: checkNode },
    resolve: (canonical) => options.resolve?.(canonical),
    profiles: options.profiles ?? [],
    asking: new Map(),
    budget: { left: mostOfProfiles },
    bundle: undefined,
    place: { place: '', type: '' },
    inside: undefined,
    scope: { resource: {}, root: {}, contained: new Map() },
    foreign: 0,
    depth: 0,
  }
}

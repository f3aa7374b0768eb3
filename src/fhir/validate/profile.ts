import type { Steps } from '#kernel/steps.ts'
import { checkNode, checkRootInSteps, scoped } from '../profile/check-node.ts'
import { compileProfile } from '../profile/compile.ts'
import type { ProfileDefinition } from '../profile/definition.ts'
import type { Instance } from '../profile/instance.ts'
import { nodeById, type ProfileRef } from '../profile/profile-ref.ts'
import type { ProfileNode } from '../profile/tree.ts'
import { reason } from '../reason.ts'
import { fault, isObject, type Json, report, type Walk } from './walk.ts'

/** Checks a resource against the profiles it claims and, at the top, those that were asked for. */
export function* checkClaims(walk: Walk, resource: Json, path: string, asked: readonly string[]): Steps<void> {
  const one: Instance = { value: resource, twin: undefined, type: String(resource['resourceType']), path }
  const meta = resource['meta']
  const claimed = isObject(meta) && Array.isArray(meta['profile']) ? meta['profile'] : []
  for (const url of new Set([...claimed, ...asked]))
    if (typeof url === 'string') yield* claim(walk, url, one, asked.includes(url))
}

function* claim(walk: Walk, url: string, one: Instance, asked: boolean): Steps<void> {
  if (isTypeItself(walk, url, one.type)) return
  const definition = walk.profileOf(url)
  const published = publishedName(walk, url)
  if (!definition) report(walk, asked ? 'error' : 'warning', 'profileUnknown', one.path, { url })
  else if (published !== undefined) fitsPublished(walk, published, one, true)
  else {
    const asking = askedAbout(walk, one.value as object)
    if (asking.has(url)) return
    asking.add(url)
    const node = rootOf(walk, definition, { url }, one)
    if (node) yield* checkRootInSteps(scoped(walk, one), node, one)
    asking.delete(url)
  }
}

const published = 'http://hl7.org/fhir/StructureDefinition/'

/** Naming the type itself as its profile says nothing new. */
const isTypeItself = (walk: Walk, url: string, type: string) =>
  url.startsWith(published) &&
  url.slice(published.length).split('|', 1)[0] === type &&
  walk.planOf(type) !== undefined

/**
 * Whether a value fits a profile. What does not is told when `tell` is set; a profile that is unknown here is
 * taken as fitting, one that is already being asked about the same value too.
 */
export function conforms(walk: Walk, ref: ProfileRef, one: Instance, tell = false): boolean {
  const { url } = ref
  const name = publishedName(walk, url)
  if (name !== undefined) return fitsPublished(walk, name, one, tell)
  const definition = walk.profileOf(url)
  if (!definition) {
    if (tell) report(walk, 'warning', 'profileUnknown', one.path, { url })
    return true
  }
  const { value } = one
  const asking = typeof value === 'object' && value !== null ? askedAbout(walk, value) : undefined
  const key = ref.element === undefined ? url : `${url}#${ref.element}`
  if (asking?.has(key)) return true
  asking?.add(key)
  const issues = tell ? walk.issues : []
  const before = issues.length
  check({ ...walk, issues, full: tell && walk.full }, definition, ref, one)
  asking?.delete(key)
  return !issues.slice(before).some((issue) => issue.severity === 'error')
}

/** The type that a URL names, where it is one of R4. */
function publishedName(walk: Walk, url: string): string | undefined {
  const name = url.startsWith(published) ? url.slice(published.length).split('|', 1)[0] : undefined
  return name !== undefined && walk.structures.type(name) ? name : undefined
}

/** Whether a value is of a published type that stands where a profile could. */
function fitsPublished(walk: Walk, name: string, one: Instance, tell: boolean): boolean {
  const { type } = one
  if (name === type || name === 'Resource' || name === 'DomainResource' || !walk.structures.isResource(name))
    return true
  if (tell) fault(walk, 'type', one.path, { types: name, type, profile: name })
  return false
}

function askedAbout(walk: Walk, value: object): Set<string> {
  const known = walk.asking.get(value) ?? new Set()
  walk.asking.set(value, known)
  return known
}

function check(walk: Walk, definition: ProfileDefinition, ref: ProfileRef, one: Instance): void {
  const node = rootOf(walk, definition, ref, one)
  if (node) checkNode(scoped(walk, one), node, one)
}

/** Where checking begins; tells why it cannot. */
function rootOf(
  walk: Walk,
  definition: ProfileDefinition,
  { url, element }: ProfileRef,
  one: Instance,
): ProfileNode | undefined {
  const profile = compileProfile(walk.structures, definition, walk.profileOf)
  if (profile.broken !== undefined) {
    fault(walk, 'profileBroken', one.path, { url, fault: profile.broken })
    return undefined
  }
  const node = element === undefined ? profile.root : nodeById(profile.root, element)
  if (!node)
    fault(walk, 'profileBroken', one.path, { url, fault: reason('noElement', { element: element ?? '' }) })
  else if (element !== undefined || profile.type === one.type || !walk.structures.isResource(profile.type))
    return node
  else fault(walk, 'profileType', one.path, { url, type: profile.type })
  return undefined
}

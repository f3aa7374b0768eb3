import { checkNode, scoped } from '../profile/check-node.ts'
import { compileProfile } from '../profile/compile.ts'
import type { ProfileDefinition } from '../profile/definition.ts'
import type { Instance } from '../profile/instance.ts'
import { nodeById, type ProfileRef } from '../profile/profile-ref.ts'
import { reason } from '../reason.ts'
import { fault, isObject, type Json, report, type Walk } from './walk.ts'

/** Checks a resource against the profiles it claims and, at the top, those that were asked for. */
export function checkClaims(walk: Walk, resource: Json, path: string, asked: readonly string[]): void {
  const one: Instance = { value: resource, twin: undefined, type: String(resource['resourceType']), path }
  const meta = resource['meta']
  const claimed = isObject(meta) && Array.isArray(meta['profile']) ? meta['profile'] : []
  for (const url of new Set([...claimed, ...asked]))
    if (typeof url === 'string') claim(walk, url, one, asked.includes(url))
}

function claim(walk: Walk, url: string, one: Instance, asked: boolean): void {
  if (isTypeItself(walk, url, one.type)) return
  if (walk.profileOf(url)) conforms(walk, { url }, one, true)
  else report(walk, asked ? 'error' : 'warning', 'profileUnknown', one.path, { url })
}

/** Naming the type itself as its profile says nothing new. */
const isTypeItself = (walk: Walk, url: string, type: string) =>
  url.startsWith('http://hl7.org/fhir/StructureDefinition/') &&
  url.slice(40).split('|', 1)[0] === type &&
  walk.planOf(type) !== undefined

/**
 * Whether a value fits a profile. What does not is told when `tell` is set; a profile that is unknown here is
 * taken as fitting, one that is already being asked about the same value too.
 */
export function conforms(walk: Walk, ref: ProfileRef, one: Instance, tell = false): boolean {
  const { url } = ref
  const name = url.startsWith('http://hl7.org/fhir/StructureDefinition/')
    ? url.slice(40).split('|', 1)[0]
    : undefined
  if (name !== undefined && walk.structures.type(name)) return fitsPublished(walk, name, one, tell)
  const definition = walk.profileOf(url)
  if (!definition) {
    if (tell) report(walk, 'warning', 'profileUnknown', one.path, { url })
    return true
  }
  const { value } = one
  const asking = typeof value === 'object' && value !== null ? asked(walk, value) : undefined
  const key = ref.element === undefined ? url : `${url}#${ref.element}`
  if (asking?.has(key)) return true
  asking?.add(key)
  const issues = tell ? walk.issues : []
  const before = issues.length
  check({ ...walk, issues, full: tell && walk.full }, definition, ref, one)
  asking?.delete(key)
  return !issues.slice(before).some((issue) => issue.severity === 'error')
}

/** Whether a value is of a published type that stands where a profile could. */
function fitsPublished(walk: Walk, name: string, one: Instance, tell: boolean): boolean {
  const { type } = one
  if (name === type || name === 'Resource' || name === 'DomainResource' || !walk.structures.isResource(name))
    return true
  if (tell) fault(walk, 'type', one.path, { types: name, type, profile: name })
  return false
}

function asked(walk: Walk, value: object): Set<string> {
  const known = walk.asking.get(value) ?? new Set()
  walk.asking.set(value, known)
  return known
}

function check(walk: Walk, definition: ProfileDefinition, { url, element }: ProfileRef, one: Instance): void {
  const profile = compileProfile(walk.structures, definition, walk.profileOf)
  if (profile.broken !== undefined) {
    fault(walk, 'profileBroken', one.path, { url, fault: profile.broken })
    return
  }
  const node = element === undefined ? profile.root : nodeById(profile.root, element)
  if (!node)
    fault(walk, 'profileBroken', one.path, { url, fault: reason('noElement', { element: element ?? '' }) })
  else if (element === undefined && profile.type !== one.type && walk.structures.isResource(profile.type))
    fault(walk, 'profileType', one.path, { url, type: profile.type })
  else checkNode(scoped(walk, one), node, one)
}

import type { Steps } from '#kernel/steps.ts'
import { numberOf } from '../decimal.ts'
import { convert } from '../ucum/index.ts'
import { codesIn } from '../validate/codes-in.ts'
import { containedOf } from '../validate/contained.ts'
import { tellConstraint } from '../validate/invariant.ts'
import { compareDates } from '../validate/quick/dates.ts'
import { fault, isObject, report, type Walk } from '../validate/walk.ts'
import { checkChildren } from './check-children.ts'
import { checkCount } from './check-count.ts'
import { checkSlices } from './check-slices.ts'
import { checkReferenceTarget } from './check-target.ts'
import { type Instance, instancesOf } from './instance.ts'
import { fitsPattern, isFixed, told } from './match.ts'
import { type ProfileRef, refsOf } from './profile-ref.ts'
import type { ProfileNode } from './tree.ts'

/** Checks one value against what a profile says of its element or slice. */
export function checkNode(outer: Walk, node: ProfileNode, one: Instance): void {
  const walk = checkSelf(outer, node, one)
  if (node.children.size === 0) return
  if (walk.structures.isPrimitive(one.type)) checkChildren(walk, node, one.twin ?? {}, 'Element', one.path)
  else checkChildren(walk, node, one.value, one.type, one.path)
}

/** The value itself, without what is in it; returns the walk for what is. */
function checkSelf(outer: Walk, node: ProfileNode, one: Instance): Walk {
  const { value, path } = one
  const walk = scoped(outer, one)
  const { profile } = node
  if (node.types) checkTypes(walk, node, one)
  if (value === undefined) {
    checkAlternative(walk, node, one)
  } else {
    if (node.fixed !== undefined && !isFixed(value, node.fixed))
      fault(walk, 'fixed', path, { value: told(node.fixed), profile })
    if (node.pattern !== undefined && !fitsPattern(value, node.pattern))
      fault(walk, 'pattern', path, { value: told(node.pattern), profile })
    checkLimits(walk, node, one)
    if (node.valueSet) checkValueSet(walk, node.valueSet, one)
  }
  checkConstraints(outer, node, one)
  return walk
}

/** Values of lists between two pauses. */
const perStep = 250

/** The same for a whole resource, with pauses in its long lists. */
export function* checkRootInSteps(outer: Walk, node: ProfileNode, one: Instance): Steps<void> {
  const walk = checkSelf(outer, node, one)
  let count = 0
  for (const child of node.children.values()) {
    const path = `${one.path}.${child.name}`
    const all = instancesOf(walk.structures, one.value, one.type, child.name, one.path)
    checkCount(walk, child, all, path)
    for (const inner of all) {
      checkNode(walk, child, inner)
      count++
      if (count % perStep === 0) yield
    }
    if (child.slices.size === 0) continue
    if (all.length > perStep) yield
    checkSlices(walk, child, all, path)
  }
}

/** Inside a resource of a bundle, references and %resource are those of that resource. */
export function scoped(walk: Walk, { value, type }: Instance): Walk {
  const { scope } = walk
  if (!walk.structures.isResource(type) || !isObject(value) || value === scope.resource) return walk
  if ([...scope.contained.values()].includes(value)) return { ...walk, scope: { ...scope, resource: value } }
  return { ...walk, scope: { resource: value, root: value, contained: containedOf(value) } }
}

function checkAlternative(walk: Walk, { valueAlternative, profile }: ProfileNode, one: Instance): void {
  if (!valueAlternative) return
  const extensions = isObject(one.twin) && Array.isArray(one.twin['extension']) ? one.twin['extension'] : []
  if (!extensions.some((extension) => isObject(extension) && extension['url'] === valueAlternative))
    fault(walk, 'pattern', one.path, { value: valueAlternative, profile })
}

function checkTypes(walk: Walk, node: ProfileNode, one: Instance): void {
  const types = node.types ?? []
  const named = types.map(({ code }) => code)
  const fits = types.filter(({ code }) => isOfType(walk, one.type, code))
  const { profile } = node
  if (fits.length === 0) {
    fault(walk, 'type', one.path, { types: named.join(', '), type: one.type, profile })
    return
  }
  const refs = refsOf(fits)
  if (refs.length > 0 && one.value !== undefined) checkProfiles(walk, refs, one)
  checkReferenceTarget(walk, fits, one, profile)
}

function isOfType(walk: Walk, type: string, wanted: string): boolean {
  if (type === wanted || wanted.startsWith('http://hl7.org/fhirpath/')) return true
  if (wanted === 'Resource' || wanted === 'DomainResource') return walk.structures.isResource(type)
  return wanted === 'Element' || wanted === 'BackboneElement' || (wanted === 'string' && type === 'id')
}

/** One profile is checked as it stands, so that its own faults are told; of several, one must fit. */
function checkProfiles(walk: Walk, refs: readonly ProfileRef[], one: Instance): void {
  const [only, ...others] = refs
  if (only === undefined) return
  if (others.length === 0) walk.ask.conforms(walk, only, one, true)
  else if (!refs.some((ref) => walk.ask.conforms(walk, ref, one)))
    fault(walk, 'noProfileFits', one.path, { profiles: refs.map(({ url }) => url).join(', ') })
}

function checkLimits(walk: Walk, node: ProfileNode, { value, path }: Instance): void {
  const { minValue, maxValue, maxLength, profile } = node
  if (minValue !== undefined && (order(value, minValue) ?? 0) < 0)
    fault(walk, 'lowest', path, { value: told(minValue), profile })
  if (maxValue !== undefined && (order(value, maxValue) ?? 0) > 0)
    fault(walk, 'highest', path, { value: told(maxValue), profile })
  if (maxLength !== undefined && typeof value === 'string' && value.length > maxLength)
    fault(walk, 'tooLong', path, { most: maxLength, profile })
}

/** Order of two numbers, dates or quantities; undefined when they cannot be compared. */
function order(value: unknown, limit: unknown): number | undefined {
  const [a, b] = [numberOf(value), numberOf(limit)]
  if (a !== undefined && b !== undefined) return a - b
  if (typeof value === 'string' && typeof limit === 'string') return compareDates(value, limit)
  if (!isObject(value) || !isObject(limit)) return undefined
  const [from, to] = [numberOf(value['value']), numberOf(limit['value'])]
  if (from === undefined || to === undefined) return undefined
  if (limit['code'] === undefined || value['code'] === limit['code']) return from - to
  const converted = convert(from, String(value['code']), String(limit['code']))
  return converted === undefined ? undefined : converted - to
}

function checkValueSet(walk: Walk, valueSet: string, { value, path }: Instance): void {
  const answers = codesIn(value).map(([system, code]) => walk.inValueSet(valueSet, system, code))
  if (answers.length === 0 && isObject(value) && value['extension'] !== undefined) return
  if (!answers.includes(true) && !answers.includes(undefined)) fault(walk, 'concept', path, { valueSet })
  else if (!answers.includes(true)) report(walk, 'warning', 'valueSetUnknown', path, { valueSet })
}

function checkConstraints(walk: Walk, node: ProfileNode, { value, type, path }: Instance): void {
  if (value === undefined) return
  for (const constraint of node.constraints)
    tellConstraint(walk, constraint, path, constraint.holds(type)(walk, value))
}

import { advice } from './advice.ts'
import { bundleIndex } from './bundle-index.ts'
import { containedOf } from './contained.ts'
import type { Member, Plan, ValueCheck } from './plan.ts'
import { checkClaims } from './profile.ts'
import { checkReference } from './reference.ts'
import { checkResource } from './resource.ts'
import { fault, isObject, type Json, mostNesting, type Place, type Scope, type Walk } from './walk.ts'

/** Visits a resource: the one that is validated, a contained one, or one inside a bundle. */
export function visitResource(walk: Walk, value: unknown, path: string, root?: Scope): void {
  const name = isObject(value) ? value['resourceType'] : undefined
  const plan = typeof name === 'string' ? walk.planOf(name) : undefined
  if (!isObject(value) || !plan?.resource) {
    fault(walk, 'resource', path || 'resourceType')
    return
  }
  const before = walk.scope
  walk.scope = root
    ? { resource: value, root: root.root, contained: root.contained }
    : { resource: value, root: value, contained: containedOf(value) }
  const at = path || plan.name
  const outside = walk.place
  const around = walk.bundle
  walk.place = plan.place
  if (plan.name === 'Bundle' && walk.bundle === undefined) walk.bundle = bundleIndex(value)
  visitMembers(walk, plan, value, at)
  checkResource(walk, plan, value, at, root !== undefined)
  checkClaims(walk, value, at, path === '' ? walk.profiles : [])
  walk.scope = before
  walk.place = outside
  walk.bundle = around
}

/** A resource inside another: contained in it, or carried by a bundle or parameters. */
export function visitInner(walk: Walk, value: unknown, path: string): void {
  if (tooDeep(walk, path)) return
  const contained = /\.contained\[\d+\]$/.test(path)
  if (!contained) walk.foreign++
  visitResource(walk, value, path, contained ? walk.scope : undefined)
  if (!contained) walk.foreign--
  walk.depth--
}

function tooDeep(walk: Walk, path: string): boolean {
  if (walk.depth >= mostNesting) {
    fault(walk, 'tooDeep', path, { most: mostNesting })
    return true
  }
  walk.depth++
  return false
}

export function visitComplex(
  walk: Walk,
  plan: Plan | undefined,
  value: unknown,
  path: string,
  place: Place,
): void {
  if (!isObject(value) || !plan) {
    fault(walk, 'object', path)
    return
  }
  if (tooDeep(walk, path)) return
  const outside = walk.place
  walk.place = place
  visitMembers(walk, plan, value, path)
  walk.place = outside
  if (walk.full) advice[plan.name]?.(walk, value, path)
  if (plan.name === 'Reference') checkReference(walk, value, path)
  walk.depth--
}

function visitMembers(walk: Walk, plan: Plan, value: Json, path: string): void {
  let content = 0
  let choices: Member[] | undefined
  for (const key of Object.keys(value)) {
    const one = value[key]
    // A member set to undefined by our own code is not written and so not there.
    if (one === undefined) continue
    if (key !== 'id') content++
    const member = plan.members.get(key)
    if (member === undefined) unknownMember(walk, plan, key, path)
    else {
      member.check(walk, one, path, value)
      if (member.choice !== undefined) choices = oneChoice(walk, choices, member, path)
    }
  }
  if (content === 0) fault(walk, 'empty', path)
  checkWhole(walk, plan, value, path)
}

function checkWhole(walk: Walk, plan: Plan, value: Json, path: string): void {
  for (const { name, names } of plan.required) if (!given(value, names)) fault(walk, 'missing', `${path}.${name}`)
  for (const invariant of plan.invariants) invariant.check(walk, value, path)
}

function unknownMember(walk: Walk, plan: Plan, key: string, path: string): void {
  if (!plan.resource || key !== 'resourceType') fault(walk, 'unknownElement', `${path}.${key.slice(0, 80)}`)
}

function given(value: Json, names: readonly string[]): boolean {
  for (const name of names) if (value[name] !== undefined || value[`_${name}`] !== undefined) return true
  return false
}

function oneChoice(walk: Walk, before: Member[] | undefined, member: Member, path: string): Member[] {
  if (!before) return [member]
  const other = before.find((one) => one.choice === member.choice && one.name !== member.name)
  if (other) fault(walk, 'oneChoice', `${path}.${member.name}`, { choice: member.choice ?? '' })
  before.push(member)
  return before
}

export function visitList(
  walk: Walk,
  check: ValueCheck,
  list: readonly unknown[],
  other: unknown,
  path: string,
  owner: Json,
): void {
  for (let index = 0; index < list.length; index++) {
    const one = list[index]
    // In lists of primitives null holds the place of a value or of its extensions; one of both must be there.
    if (one === null && Array.isArray(other) && other[index] !== null && other[index] !== undefined) continue
    check(walk, one, `${path}[${index}]`, owner)
  }
}

import { finish, type Steps } from '#kernel/steps.ts'
import { advice } from './advice.ts'
import { bundleIndex } from './bundle-index.ts'
import { containedOf } from './contained.ts'
import type { Member, Plan, ValueCheck } from './plan.ts'
import { checkClaims } from './profile.ts'
import { checkReference } from './reference.ts'
import { checkResource } from './resource.ts'
import { fault, isObject, type Json, mostNesting, type Place, type Scope, type Walk } from './walk.ts'

/** Visits the resource that is validated, pausing in its long lists and between its rules when it has any. */
export function* visitRoot(walk: Walk, value: unknown): Steps<void> {
  const plan = resourcePlan(walk, value)
  if (!plan || !isObject(value)) {
    fault(walk, 'resource', 'resourceType')
    return
  }
  openResource(walk, plan, value)
  const long = yield* visitMembersInSteps(walk, plan, value, plan.name)
  checkResource(walk, plan, value, plan.name, false)
  if (long) yield
  yield* checkClaims(walk, value, plan.name, walk.profiles)
}

/** Visits a contained resource, or one inside a bundle. */
export function visitResource(walk: Walk, value: unknown, path: string, root?: Scope): void {
  const plan = resourcePlan(walk, value)
  if (!plan || !isObject(value)) {
    fault(walk, 'resource', path)
    return
  }
  const { scope, place, bundle } = walk
  openResource(walk, plan, value, root)
  visitMembers(walk, plan, value, path)
  checkResource(walk, plan, value, path, root !== undefined)
  finish(checkClaims(walk, value, path, []))
  walk.scope = scope
  walk.place = place
  walk.bundle = bundle
}

function resourcePlan(walk: Walk, value: unknown): Plan | undefined {
  const name = isObject(value) ? value['resourceType'] : undefined
  const plan = typeof name === 'string' ? walk.planOf(name) : undefined
  return plan?.resource ? plan : undefined
}

function openResource(walk: Walk, plan: Plan, value: Json, root?: Scope): void {
  walk.scope = root
    ? { resource: value, root: root.root, contained: root.contained }
    : { resource: value, root: value, contained: containedOf(value) }
  walk.place = plan.place
  if (plan.name === 'Bundle' && walk.bundle === undefined) walk.bundle = bundleIndex(value)
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
  const state: MembersState = { content: 0, choices: undefined }
  for (const key of Object.keys(value)) visitMember(walk, plan, value, { key, path, state })
  if (state.content === 0) fault(walk, 'empty', path)
  checkWhole(walk, plan, value, path)
}

/** Items of a long list between two pauses. */
const itemsPerStep = 250

/** The same with pauses; tells whether there was a long list. */
function* visitMembersInSteps(walk: Walk, plan: Plan, value: Json, path: string): Steps<boolean> {
  const state: MembersState = { content: 0, choices: undefined }
  let long = false
  for (const key of Object.keys(value)) {
    const list = value[key]
    const part = plan.members.get(key)?.part
    if (part === undefined || !Array.isArray(list) || list.length <= itemsPerStep)
      visitMember(walk, plan, value, { key, path, state })
    else {
      long = true
      state.content++
      for (let from = 0; from < list.length; from += itemsPerStep) {
        part(walk, list, path, value, { from, to: Math.min(from + itemsPerStep, list.length) })
        yield
      }
    }
  }
  if (state.content === 0) fault(walk, 'empty', path)
  checkWhole(walk, plan, value, path)
  if (long) yield
  return long
}

interface MembersState {
  content: number
  choices: Member[] | undefined
}

interface Visited {
  readonly key: string
  readonly path: string
  readonly state: MembersState
}

function visitMember(walk: Walk, plan: Plan, value: Json, { key, path, state }: Visited): void {
  const one = value[key]
  // A member set to undefined by our own code is not written and so not there.
  if (one === undefined) return
  if (key !== 'id') state.content++
  const member = plan.members.get(key)
  if (member === undefined) unknownMember(walk, plan, key, path)
  else {
    member.check(walk, one, path, value)
    if (member.choice !== undefined) state.choices = oneChoice(walk, state.choices, member, path)
  }
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

/** Which items of a list are visited; all when absent. */
export interface Part {
  readonly from: number
  readonly to: number
}

export interface ListSite {
  readonly path: string
  /** The list of the extensions of primitives, beside the list of their values. */
  readonly other: unknown
  readonly owner: Json
}

export function visitList(
  walk: Walk,
  check: ValueCheck,
  list: readonly unknown[],
  { path, other, owner }: ListSite,
  { from, to }: Part = { from: 0, to: list.length },
): void {
  for (let index = from; index < to; index++) {
    const one = list[index]
    // In lists of primitives null holds the place of a value or of its extensions; one of both must be there.
    if (one === null && Array.isArray(other) && other[index] !== null && other[index] !== undefined) continue
    check(walk, one, `${path}[${index}]`, owner)
  }
}

import { primitiveCheck } from '../primitives.ts'
import type { Element, Structures, Type } from '../structure.ts'
import { checkExtension } from './extension.ts'
import { type Invariant, invariantsOf } from './invariant.ts'
import { checkCoded, checkPrimitive, checkTarget } from './value-checks.ts'
import { type Part, visitComplex, visitInner, visitList } from './visit.ts'
import { fault, isObject, type Json, type Place, type Walk } from './walk.ts'

/** Checks one value; `owner` is the object that has it. */
export type ValueCheck = (walk: Walk, value: unknown, path: string, owner: Json) => void

export interface Member {
  /** Name without the underscore of extensions on a primitive. */
  readonly name: string
  /** Name of the choice it belongs to: `value[x]`. */
  readonly choice: string | undefined
  check(walk: Walk, value: unknown, ownerPath: string, owner: Json): void
  /** Checks some items of a list. */
  readonly part?: (walk: Walk, list: readonly unknown[], ownerPath: string, owner: Json, part: Part) => void
}

/** What has to hold for the values of one type, ready to run. */
export interface Plan {
  readonly name: string
  readonly members: ReadonlyMap<string, Member>
  readonly required: Type['required']
  readonly invariants: readonly Invariant[]
  readonly resource: boolean
  /** Where its own members are when it is a resource. */
  readonly place: Place
}

/** Compiles the plans of types when they are first met. */
export function compilePlans(structures: Structures): (type: string) => Plan | undefined {
  const plans = new Map<string, Plan>()
  function planOf(name: string): Plan | undefined {
    const known = plans.get(name)
    if (known) return known
    const type = structures.type(name)
    if (!type) return undefined
    const made = compile(structures, type, planOf)
    plans.set(name, made)
    return made
  }
  return planOf
}

function compile(structures: Structures, type: Type, planOf: (type: string) => Plan | undefined): Plan {
  const resource = structures.isResource(type.name)
  const members = new Map<string, Member>()
  for (const [name, element] of type.elements) {
    const choice = element.defined.endsWith('[x]') ? element.defined : undefined
    const one = checkOfValue(structures, type, name, element, resource)
    members.set(name, { name, choice, check: placed(element, name, one, false), ...partly(element, name, one) })
    if (!element.primitive) continue
    const at = { place: `${type.name}.${name}`, type: element.type }
    const twin: ValueCheck = (walk, value, path) => visitComplex(walk, planOf('Element'), value, path, at)
    members.set(`_${name}`, { name, choice, check: twinCheck(element, name, placed(element, name, twin, true)) })
  }
  return {
    name: type.name,
    members,
    required: type.required,
    invariants: invariantsOf(structures, type.name),
    resource,
    place: { place: type.name, type: type.name },
  }
}

/** The check of one value of an element, whether it stands alone or in a list. */
function checkOfValue(
  structures: Structures,
  type: Type,
  name: string,
  element: Element,
  resource: boolean,
): ValueCheck {
  const own = structures.type(`${type.name}.${element.defined}`)
    ? []
    : invariantsOf(structures, `${type.name}.${element.defined}`, element.type)
  const check = plainCheck(structures, type, name, element, resource)
  if (own.length === 0) return check
  return (walk, value, path, owner) => {
    check(walk, value, path, owner)
    for (const invariant of own) invariant.check(walk, value, path)
  }
}

function plainCheck(
  structures: Structures,
  type: Type,
  name: string,
  element: Element,
  resource: boolean,
): ValueCheck {
  if (element.primitive) return primitiveMember(type, name, element, resource)
  if (element.type === 'Resource' || structures.isResource(element.type)) return visitInner
  const { targets, valueSet } = element
  const at = { place: `${type.name}.${element.defined}`, type: element.type }
  const visit: ValueCheck = (walk, value, path) => visitComplex(walk, walk.planOf(element.type), value, path, at)
  if (element.type === 'Extension') return extensionMember(visit, name === 'modifierExtension')
  if (targets)
    return (walk, value, path, owner) => {
      visit(walk, value, path, owner)
      checkTarget(walk, targets, value, path)
    }
  if (!valueSet) return visit
  return (walk, value, path, owner) => {
    visit(walk, value, path, owner)
    checkCoded(walk, valueSet, element.type, value, path)
  }
}

function extensionMember(visit: ValueCheck, modifier: boolean): ValueCheck {
  return (walk, value, path, owner) => {
    const { place, inside } = walk
    const url = isObject(value) ? value['url'] : undefined
    walk.inside = typeof url === 'string' ? url : undefined
    visit(walk, value, path, owner)
    walk.inside = inside
    if (isObject(value)) checkExtension(walk, value, path, { value: owner, ...place, modifier, inside })
  }
}

function primitiveMember(type: Type, name: string, element: Element, resource: boolean): ValueCheck {
  const { hasCode, valueSet } = element
  if (name === 'id' && resource) {
    const test = primitiveCheck('id')
    return (walk, value, path) => {
      if (test(value)) fault(walk, 'id', path)
    }
  }
  if (hasCode && valueSet)
    return (walk, value, path) => {
      if (typeof value !== 'string' || !hasCode(value)) checkPrimitive(walk, element.type, value, path, valueSet)
    }
  if (element.type === 'base64Binary')
    return (walk, value, path) => {
      walk.holdsBase64 = true
      checkPrimitive(walk, element.type, value, path, undefined)
    }
  const test = primitiveCheck(element.type)
  const narrative = type.name === 'Narrative' && name === 'div'
  return (walk, value, path) => {
    if (test(value) !== undefined || narrative) checkPrimitive(walk, element.type, value, path, undefined)
  }
}

/** The check of a member: alone or in a list as the definition says. */
function placed(element: Element, name: string, check: ValueCheck, twin: boolean): Member['check'] {
  const other = twin ? name : `_${name}`
  if (element.single)
    return (walk, value, ownerPath, owner) => {
      const path = `${ownerPath}.${name}`
      if (Array.isArray(value)) fault(walk, 'single', path)
      else check(walk, value, path, owner)
    }
  return (walk, value, ownerPath, owner) => {
    const path = `${ownerPath}.${name}`
    if (!Array.isArray(value)) fault(walk, 'list', path)
    else if (value.length === 0) fault(walk, 'emptyList', path)
    else visitList(walk, check, value, { path, owner, other: element.primitive ? owner[other] : undefined })
  }
}

/** Long lists of what is no primitive can be checked part by part. */
function partly(element: Element, name: string, check: ValueCheck): Pick<Member, 'part'> {
  if (element.single || element.primitive) return {}
  return {
    part: (walk, list, ownerPath, owner, part) =>
      visitList(walk, check, list, { path: `${ownerPath}.${name}`, owner, other: undefined }, part),
  }
}

/** Extensions instead of a code do not satisfy a required binding. */
function twinCheck(element: Element, name: string, check: Member['check']): Member['check'] {
  const { hasCode, valueSet } = element
  if (!hasCode || !valueSet || valueSet === 'all-languages' || !element.single) return check
  return (walk, value, ownerPath, owner) => {
    check(walk, value, ownerPath, owner)
    if (owner[name] === undefined && walk.full) fault(walk, 'concept', `${ownerPath}.${name}`, { valueSet })
  }
}

import type { Json } from '../walk.ts'
import { type Compiling, NotQuick, type Part, type Run } from './part.ts'
import type { Syntax } from './syntax.ts'
import { type Asked, nothing, spend, Valueless, type Values } from './value.ts'

type MemberSyntax = Extract<Syntax, { is: 'member' }>

/** A step to a child: `value` takes the member of the choice that is there. */
export function navigate(compiling: Compiling, { of, name }: MemberSyntax): Part {
  if (!of && name === compiling.base && compiling.types?.[0] === name)
    return { run: (_asked, focus) => focus, types: compiling.types }
  const owner: Part = of ? compiling.part(of) : { run: (_asked, focus) => focus, types: compiling.types }
  return owner.types ? typedStep(compiling, owner, owner.types, name) : untypedStep(compiling, owner, name)
}

function typedStep(compiling: Compiling, owner: Part, types: readonly string[], name: string): Part {
  const { structures } = compiling
  const members = new Map<string, string>()
  for (const type of types) {
    // The resource inside a bundle or parameters can be any, so its members are not known before.
    if (type === 'Resource' || type === 'DomainResource') return untypedStep(compiling, owner, name)
    if (structures.isPrimitive(type)) throw new NotQuick()
    for (const child of structures.childrenOf(type, name)) members.set(child.name, child.type)
  }
  const names = [...members.keys()]
  const primitive = [...members.values()].some((type) => structures.isPrimitive(type))
  return { run: step(owner.run, names, primitive), types: [...new Set(members.values())] }
}

/** Names of choices stand in JSON with their type, so a step by them needs the type. */
function untypedStep(_compiling: Compiling, owner: Part, name: string): Part {
  if (choiceNames.has(name)) throw new NotQuick()
  return { run: step(owner.run, [name], true), types: undefined }
}

const choiceNames = new Set(
  (
    'value answer effective onset abatement deceased multipleBirth occurrence performed timing product subject ' +
    'serviced location diagnosis procedure author medication reported event item entity content defaultValue ' +
    'fixed pattern minValue maxValue due target start allowed used age born asNeeded dose rate time collected ' +
    'statusReason amount topic legallyBinding scheduled identified source rule bounds valueSet participant'
  ).split(' '),
)

function step(owner: Run, names: readonly string[], primitive: boolean): Run {
  const [only] = names
  if (only === undefined) return () => nothing
  if (names.length === 1)
    return (asked, focus) => {
      const of = owner(asked, focus)
      spend(asked, of.length)
      return childrenBy(of, only, primitive)
    }
  return (asked, focus) => {
    const of = owner(asked, focus)
    spend(asked, of.length)
    let found: Values = nothing
    for (const name of names) {
      const part = childrenBy(of, name, primitive)
      if (part.length > 0) found = found.length === 0 ? part : [...found, ...part]
    }
    return found
  }
}

function childrenBy(owners: Values, name: string, primitive: boolean): Values {
  if (owners.length === 0) return nothing
  if (owners.length === 1) return childOf(owners[0], name, primitive)
  return owners.flatMap((owner) => childOf(owner, name, primitive))
}

function childOf(owner: unknown, name: string, primitive: boolean): Values {
  if (typeof owner !== 'object' || owner === null || owner instanceof Valueless) return nothing
  const value = (owner as Json)[name]
  const twin = primitive ? (owner as Json)[`_${name}`] : undefined
  if (twin !== undefined) return withTwin(value, twin)
  if (value === undefined) return nothing
  return Array.isArray(value) ? value : [value]
}

/** Values beside their extensions: where there is no value, the extensions stand for it. */
function withTwin(value: unknown, twin: unknown): Values {
  if (!Array.isArray(value) && !Array.isArray(twin)) return [value ?? new Valueless(twin)]
  const values = Array.isArray(value) ? value : []
  const twins = Array.isArray(twin) ? twin : []
  const found: unknown[] = []
  for (let at = 0; at < Math.max(values.length, twins.length); at++)
    found.push(values[at] ?? new Valueless(twins[at]))
  return found
}

/** The children: every member, whatever it is called. */
export function childrenOf(values: Values, asked: Asked): Values {
  spend(asked, values.length)
  return values.flatMap((value) =>
    typeof value !== 'object' || value === null || value instanceof Valueless
      ? []
      : Object.keys(value).flatMap((key) => childrenUnder(value as Json, key)),
  )
}

function childrenUnder(value: Json, key: string): Values {
  if (key === 'resourceType') return nothing
  if (!key.startsWith('_')) return childOf(value, key, true)
  return value[key.slice(1)] === undefined ? withTwin(undefined, value[key]) : nothing
}

/** The children, their children, and so on. */
export function descendantsOf(values: Values, asked: Asked): Values {
  const levels: Values[] = []
  for (let level = childrenOf(values, asked); level.length > 0; level = childrenOf(level, asked))
    levels.push(level)
  return levels.flat()
}

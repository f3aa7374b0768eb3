import type { Structures } from '../structure.ts'
import { evaluate, type Path, refersTo, type Step } from './expression.ts'

/** Called with each value that a path finds. */
export type Visit<To> = (value: unknown, to: To) => void

type Json = Readonly<Record<string, unknown>>

/** Which visits a member of the resource gets, by its JSON name; what cannot start at a member gets the whole. */
export interface Visits<To> {
  readonly members: Map<string, Visit<To>[]>
  readonly whole: Visit<To>[]
}

/** Elements with more names than these are found by the names that are there. */
const fewNames = 4

/**
 * Adds a path to the visits of a type. A path becomes nested functions once, so that a resource is walked by its
 * own members and what is absent costs nothing.
 *
 * @param leaf what is done with a value of a type; undefined when nothing is
 */
export function addPath<To>(
  visits: Visits<To>,
  structures: Structures,
  type: string,
  path: Path,
  leaf: (type: string) => Visit<To> | undefined,
): void {
  const [first] = path.steps
  const general = path.steps.some((step) => step.kind === 'index' || step.kind === 'notFalse')
  if (first?.kind !== 'child' || general) {
    visits.whole.push((value, to) => {
      for (const found of evaluate(structures, path, { type, value })) leaf(found.type)?.(found.value, to)
    })
    return
  }
  for (const child of structures.childrenOf(type, first.name)) {
    const next = compile(structures, path.steps, 1, child.type, leaf)
    if (!next) continue
    const list = visits.members.get(child.name) ?? []
    list.push(next)
    visits.members.set(child.name, list)
  }
}

function compile<To>(
  structures: Structures,
  steps: readonly Step[],
  at: number,
  type: string,
  leaf: (type: string) => Visit<To> | undefined,
): Visit<To> | undefined {
  const step = steps[at]
  if (!step) return leaf(type)
  switch (step.kind) {
    case 'child':
      return compileChild(structures, steps, at, type, leaf, step.name)
    case 'ofType':
      return type === step.type ? compile(structures, steps, at + 1, type, leaf) : undefined
    case 'equals': {
      const next = compile(structures, steps, at + 1, type, leaf)
      return next && ((value, to) => (value as Json)?.[step.name] === step.text && next(value, to))
    }
    case 'resolvesTo': {
      const next = compile(structures, steps, at + 1, type, leaf)
      return next && ((value, to) => refersTo(value, step.type) && next(value, to))
    }
    case 'extension': {
      const next = compile(structures, steps, at + 1, 'Extension', leaf)
      return (
        next &&
        ((value, to) =>
          each((value as Json)?.['extension'], to, (one) => (one as Json)?.['url'] === step.url && next(one, to)))
      )
    }
    default:
      return undefined
  }
}

function compileChild<To>(
  structures: Structures,
  steps: readonly Step[],
  at: number,
  type: string,
  leaf: (type: string) => Visit<To> | undefined,
  name: string,
): Visit<To> | undefined {
  const children = structures.childrenOf(type, name).flatMap((child) => {
    const next = compile(structures, steps, at + 1, child.type, leaf)
    return next ? [[child.name, next] as const] : []
  })
  const [only] = children
  if (!only) return undefined
  if (children.length === 1) {
    const [key, next] = only
    return (value, to) => each((value as Json | null)?.[key], to, next)
  }
  if (children.length <= fewNames)
    return (value, to) => {
      for (const [key, next] of children) each((value as Json | null)?.[key], to, next)
    }
  const byName = new Map(children)
  return (value, to) => {
    if (typeof value !== 'object' || value === null) return
    for (const key in value) {
      const next = byName.get(key)
      if (next) each((value as Json)[key], to, next)
    }
  }
}

/** Calls a visit with a value, or with each of a list. */
export function each<To>(value: unknown, to: To, visit: Visit<To>): void {
  if (value === undefined || value === null) return
  if (Array.isArray(value)) for (const one of value) visit(one, to)
  else visit(value, to)
}

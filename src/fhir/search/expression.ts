import { wordOf } from '#kernel/word-of.ts'
import type { Structures } from '../structure.ts'

/** A value with the FHIR type it has at its place. */
export interface Typed {
  readonly type: string
  readonly value: unknown
}

export type Step =
  | { readonly kind: 'child'; readonly name: string }
  | { readonly kind: 'ofType'; readonly type: string }
  | { readonly kind: 'equals'; readonly name: string; readonly text: string }
  | { readonly kind: 'resolvesTo'; readonly type: string }
  | { readonly kind: 'extension'; readonly url: string }
  | { readonly kind: 'index'; readonly at: number }
  | { readonly kind: 'notFalse' }

/** One branch of a union: the type it starts at (empty: the node at hand, `%resource`: the whole) and its steps. */
export interface Path {
  readonly base: string
  readonly steps: readonly Step[]
}

const token = /\s*(?:'([^']*)'|(%?[A-Za-z_][\w-]*)|(\d+)|([|().[\]=!]+?))/y

function tokens(text: string): string[] {
  const found: string[] = []
  token.lastIndex = 0
  while (token.lastIndex < text.trimEnd().length) {
    const match = token.exec(text)
    if (!match) throw new SyntaxError(`Cannot read the expression: ${text}`)
    found.push(match[1] === undefined ? (match[2] ?? match[3] ?? match[4] ?? '') : `'${match[1]}`)
  }
  return found
}

/** The one boolean expression among R4's search parameters: whether a choice exists and is not false. */
const notFalse = /^(\w+)\.(\w+)\.exists\(\) and \1\.\2 != false$/

/**
 * Parses the part of FHIRPath that R4's search parameters use: paths, unions, `ofType`, `as`,
 * `where(name='text')`, `where(resolve() is Type)`, `extension('url')` and `[n]`.
 * Throws a SyntaxError for anything else.
 * @param relative the paths start at a node, as in components of composite parameters
 */
export function parseExpression(text: string, relative = false): readonly Path[] {
  const special = notFalse.exec(text.trim())
  if (special)
    return [{ base: special[1] ?? '', steps: [{ kind: 'child', name: special[2] ?? '' }, { kind: 'notFalse' }] }]
  const reader = new Reader(tokens(text), text)
  const paths = reader.union(relative)
  reader.end()
  return paths
}

class Reader {
  #at = 0
  readonly #tokens: readonly string[]
  readonly #text: string

  constructor(list: readonly string[], text: string) {
    this.#tokens = list
    this.#text = text
  }

  union(relative: boolean): readonly Path[] {
    const paths = [...this.#path(relative)]
    while (this.#take('|')) paths.push(...this.#path(relative))
    return paths
  }

  end(): void {
    if (this.#at < this.#tokens.length) this.#fail()
  }

  #path(relative: boolean): readonly Path[] {
    let paths: readonly Path[]
    if (this.#take('(')) {
      paths = this.union(relative)
      this.#need(')')
    } else if (this.#take('%resource')) paths = [{ base: '%resource', steps: [] }]
    else if (relative || this.#startsLow()) paths = [{ base: '', steps: this.#first() }]
    else paths = [{ base: this.#name(), steps: [] }]
    const rest = this.#steps()
    return paths.map((path) => ({ base: path.base, steps: [...path.steps, ...rest] }))
  }

  /** Names of types begin with a capital; `name | alias` starts at the resource without naming it. */
  #startsLow(): boolean {
    return /^[a-z]/.test(this.#tokens[this.#at] ?? '')
  }

  #first(): Step[] {
    const name = this.#name()
    return [{ kind: 'child', name }]
  }

  #steps(): Step[] {
    const steps: Step[] = []
    for (;;) {
      if (this.#take('.')) steps.push(this.#step())
      else if (this.#take('[')) {
        steps.push({ kind: 'index', at: Number(this.#name()) })
        this.#need(']')
      } else if (this.#take('as')) steps.push({ kind: 'ofType', type: this.#name() })
      else return steps
    }
  }

  #step(): Step {
    const name = this.#name()
    if (!this.#take('(')) return { kind: 'child', name }
    const step = this.#call(name)
    this.#need(')')
    return step
  }

  #call(name: string): Step {
    if (name === 'ofType') return { kind: 'ofType', type: this.#name() }
    if (name === 'extension') return { kind: 'extension', url: this.#literal() }
    if (name !== 'where') return this.#fail()
    const first = this.#name()
    if (first !== 'resolve') {
      this.#need('=')
      return { kind: 'equals', name: first, text: this.#literal() }
    }
    this.#need('(')
    this.#need(')')
    this.#need('is')
    return { kind: 'resolvesTo', type: this.#name() }
  }

  #take(text: string): boolean {
    if (this.#tokens[this.#at] !== text) return false
    this.#at++
    return true
  }

  #need(text: string): void {
    if (!this.#take(text)) this.#fail()
  }

  #name(): string {
    const found = this.#tokens[this.#at++] ?? ''
    return /^[\w-]+$/.test(found) ? found : this.#fail()
  }

  #literal(): string {
    const found = this.#tokens[this.#at++] ?? ''
    return found.startsWith("'") ? found.slice(1) : this.#fail()
  }

  #fail(): never {
    throw new SyntaxError(`Not supported in search parameters: ${this.#text}`)
  }
}

/** The values a path finds from a node. */
export function evaluate(structures: Structures, path: Path, start: Typed): readonly Typed[] {
  let found: readonly Typed[] = [start]
  for (const step of path.steps) {
    found = take(structures, step, found)
    if (found.length === 0) break
  }
  return found
}

function take(structures: Structures, step: Step, from: readonly Typed[]): readonly Typed[] {
  switch (step.kind) {
    case 'child':
      return from.flatMap((one) => children(structures, one, step.name))
    case 'ofType':
      return from.filter((one) => one.type === step.type)
    case 'equals':
      return from.filter((one) => member(one.value, step.name) === step.text)
    case 'resolvesTo':
      return from.filter((one) => refersTo(one.value, step.type))
    case 'extension':
      return from
        .flatMap((one) => children(structures, one, 'extension'))
        .filter((one) => member(one.value, 'url') === step.url)
    case 'index':
      return from.slice(step.at, step.at + 1)
    case 'notFalse':
      return from.length > 0 ? [{ type: 'boolean', value: from.some((one) => one.value !== false) }] : from
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined
}

function children(structures: Structures, from: Typed, step: string): readonly Typed[] {
  const found: Typed[] = []
  for (const { name, type } of childrenOf(structures, from, step)) {
    const value = member(from.value, name)
    if (Array.isArray(value)) for (const one of value) found.push({ type, value: one as unknown })
    else if (value !== undefined) found.push({ type, value })
  }
  return found
}

/** Below an element that holds any resource, the resource itself says its type. */
function childrenOf(structures: Structures, from: Typed, step: string) {
  const known = from.type === 'Resource' ? wordOf(member(from.value, 'resourceType')) : ''
  return structures.childrenOf(structures.isResource(known) ? known : from.type, step)
}

export function refersTo(value: unknown, type: string): boolean {
  const reference = member(value, 'reference')
  if (typeof reference === 'string') return typeInReference(reference) === type
  return member(value, 'type') === type
}

/** `Patient` of `Patient/1`, `Patient/1/_history/2` and `http://elsewhere/fhir/Patient/1`. */
function typeInReference(reference: string): string {
  const versioned = reference.indexOf('/_history/')
  const end = reference.lastIndexOf('/', versioned < 0 ? reference.length : versioned - 1)
  return end <= 0 ? '' : reference.slice(reference.lastIndexOf('/', end - 1) + 1, end)
}

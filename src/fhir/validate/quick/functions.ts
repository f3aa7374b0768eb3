import { RE2JS } from 're2js'
import { lexemeOf, numberOf } from '../../decimal.ts'
import { NoAnswer, reason } from '../../reason.ts'
import { codesIn } from '../codes-in.ts'
import { rowOf } from '../walk.ts'
import { childrenOf, descendantsOf } from './navigate.ts'
import { type Compiling, NotQuick, type Part, type Run } from './part.ts'
import type { Syntax } from './syntax.ts'
import {
  type Asked,
  asBoolean,
  distinct,
  equal,
  nothing,
  same,
  spend,
  truth,
  Valueless,
  type Values,
} from './value.ts'

type CallSyntax = Extract<Syntax, { is: 'call' }>

/** Functions without arguments whose values keep their types. */
const kept: Readonly<Record<string, (values: Values) => Values>> = {
  first: (values) => (values.length < 2 ? values : [values[0]]),
  last: (values) => (values.length < 2 ? values : [values.at(-1)]),
  tail: (values) => (values.length < 2 ? nothing : values.slice(1)),
  distinct,
}

/** Functions without arguments that make something new. */
const plain: Readonly<Record<string, (values: Values, asked: Asked) => Values>> = {
  empty: (values) => truth(values.length === 0),
  exists: (values) => truth(values.length > 0),
  count: (values) => [values.length],
  not: (values) => {
    const one = asBoolean(values)
    return one === undefined ? nothing : truth(!one)
  },
  isDistinct: (values) => truth(distinct(values).length === values.length),
  hasValue: (values) => truth(values.length === 1 && isValue(values[0])),
  allTrue: (values) => truth(values.every((one) => one === true)),
  allFalse: (values) => truth(values.every((one) => one === false)),
  anyTrue: (values) => truth(values.some((one) => one === true)),
  anyFalse: (values) => truth(values.some((one) => one === false)),
  children: childrenOf,
  descendants: descendantsOf,
  toString: (values: Values) =>
    mapOne(values, (one) => (typeof one === 'string' ? one : (lexemeOf(one) ?? String(one)))),
  toInteger: (values) => mapOne(values, integerOf),
  length: (values) => mapOne(values, (one) => (typeof one === 'string' ? one.length : undefined)),
}

const isValue = (one: unknown) => (typeof one !== 'object' || lexemeOf(one) !== undefined) && one !== undefined

function mapOne(values: Values, change: (one: unknown) => unknown): Values {
  if (values.length > 1) throw new NoAnswer(reason('notOneValue'))
  const [one] = values
  if (one === undefined || one instanceof Valueless) return nothing
  const made = change(one)
  return made === undefined ? nothing : [made]
}

function integerOf(one: unknown): number | undefined {
  if (typeof one === 'boolean') return one ? 1 : 0
  if (typeof one === 'string') return /^[+-]?\d{1,9}$/.test(one) ? Number(one) : undefined
  const value = numberOf(one)
  return value !== undefined && Number.isInteger(value) ? value : undefined
}

/** Functions of one text. */
const onText: Readonly<Record<string, (text: string, given: unknown) => unknown>> = {
  startsWith: (text, given) => (typeof given === 'string' ? text.startsWith(given) : undefined),
  endsWith: (text, given) => (typeof given === 'string' ? text.endsWith(given) : undefined),
  contains: (text, given) => (typeof given === 'string' ? text.includes(given) : undefined),
  substring: (text, given) =>
    typeof given === 'number' && given >= 0 && given < text.length ? text.slice(given) : undefined,
}

export function functions(compiling: Compiling, { of, name, given }: CallSyntax): Part {
  const owner: Part = of ? compiling.part(of) : { run: (_asked, focus) => focus, types: compiling.types }
  const [first, second] = given
  if (!first) {
    const [keep, make] = [rowOf(kept, name), rowOf(plain, name)]
    if (keep) return { run: (asked, focus) => keep(owner.run(asked, focus)), types: owner.types }
    if (!make) throw new NotQuick()
    return { run: (asked, focus) => make(owner.run(asked, focus), asked), types: undefined }
  }
  if (name === 'trace') return owner
  if (!second) return withOne(compiling, owner, name, first)
  if (name === 'iif' && !of) return either(compiling, given)
  throw new NotQuick()
}

function either(compiling: Compiling, given: readonly Syntax[]): Part {
  const [test, then, otherwise] = given.map((one) => compiling.part(one).run)
  if (!test || !then) throw new NotQuick()
  const run: Run = (asked, focus) =>
    asBoolean(test(asked, focus)) === true ? then(asked, focus) : (otherwise?.(asked, focus) ?? nothing)
  return { run, types: undefined }
}

function withOne(compiling: Compiling, owner: Part, name: string, given: Syntax): Part {
  const change = rowOf(onText, name)
  if (change) {
    const argument = compiling.part(given)
    const run: Run = (asked, focus) => {
      const [value] = argument.run(asked, focus)
      return mapOne(owner.run(asked, focus), (one) => (typeof one === 'string' ? change(one, value) : undefined))
    }
    return { run, types: undefined }
  }
  if (name === 'matches') return { run: matching(owner, given), types: undefined }
  if (name === 'memberOf') return { run: membership(owner, given), types: undefined }
  if (['is', 'as', 'ofType'].includes(name)) return typed(compiling, owner, name, given)
  if (['union', 'combine', 'intersect'].includes(name)) return sets(compiling, owner, name, given)
  return iterated(owner, name, owner.types ? compiling.part(given, owner.types) : untyped(compiling, given))
}

/** A value set that nobody here knows is not held against the value. */
function membership(owner: Part, given: Syntax): Run {
  if (given.is !== 'literal' || typeof given.value !== 'string') throw new NotQuick()
  const url = given.value
  return (asked, focus) => {
    const codes = codesIn(owner.run(asked, focus)[0])
    if (codes.length === 0) return nothing
    return truth(codes.some(([system, code]) => asked.inValueSet(url, system, code) !== false))
  }
}

/** Patterns come with profiles from anywhere, so they are run by an engine whose time is linear in the text. */
function matching(owner: Part, given: Syntax): Run {
  if (given.is !== 'literal' || typeof given.value !== 'string') throw new NotQuick()
  const pattern = RE2JS.compile(given.value, RE2JS.DOTALL)
  return (asked, focus) =>
    mapOne(owner.run(asked, focus), (one) => (typeof one === 'string' ? pattern.matcher(one).find() : undefined))
}

/** Members of `$this` are looked for without its type. */
function untyped(compiling: Compiling, given: Syntax): Part {
  return compiling.part(given, ['Resource'])
}

/** Functions that ask their argument for each value. */
function iterated(owner: Part, name: string, argument: Part): Part {
  const holds = (asked: Parameters<Run>[0], one: unknown) => asBoolean(argument.run(asked, [one])) === true
  const over = (use: (asked: Parameters<Run>[0], values: Values) => Values): Run => {
    return (asked, focus) => {
      const values = owner.run(asked, focus)
      spend(asked, values.length)
      return use(asked, values)
    }
  }
  switch (name) {
    case 'where':
      return { run: over((asked, values) => values.filter((one) => holds(asked, one))), types: owner.types }
    case 'exists':
      return { run: over((asked, values) => truth(values.some((one) => holds(asked, one)))), types: undefined }
    case 'all':
      return { run: over((asked, values) => truth(values.every((one) => holds(asked, one)))), types: undefined }
    case 'select':
      return {
        run: over((asked, values) => values.flatMap((one) => argument.run(asked, [one]))),
        types: argument.types,
      }
    default:
      throw new NotQuick()
  }
}

function sets(compiling: Compiling, owner: Part, name: string, given: Syntax): Part {
  const argument = compiling.part(given)
  const run: Run = (asked, focus) => {
    const [left, right] = [owner.run(asked, focus), argument.run(asked, focus)]
    if (name === 'combine') return [...left, ...right]
    if (name === 'union') return distinct([...left, ...right])
    return distinct(left.filter((one) => right.some((other) => same(one, other))))
  }
  return { run, types: owner.types }
}

/** Only resources say their type in JSON; of other values it must be known beforehand. */
function typed(compiling: Compiling, owner: Part, name: string, given: Syntax): Part {
  const type = given.is === 'member' && !given.of ? given.name : ''
  const [only, ...others] = owner.types ?? []
  if (only === undefined || others.length > 0) throw new NotQuick()
  if (only !== 'Resource') return typedBefore(compiling, owner, name, only === type, type)
  if (!compiling.structures.isResource(type)) throw new NotQuick()
  const fits = (one: unknown) => equal([(one as { resourceType?: unknown }).resourceType], [type]) === true
  if (name === 'is')
    return {
      run: (asked, focus) => {
        const values = owner.run(asked, focus)
        return values.length === 0 ? nothing : truth(fits(values[0]))
      },
      types: undefined,
    }
  return { run: (asked, focus) => owner.run(asked, focus).filter(fits), types: [type] }
}

/** A type that has the asked one as its base, or is asked by another name, is for the engine. */
function typedBefore(compiling: Compiling, owner: Part, name: string, same: boolean, type: string): Part {
  const plainType = /^[a-z]/.test(type) ? compiling.structures.isPrimitive(type) : compiling.structures.type(type)
  if (!same && (!plainType || compiling.structures.isPrimitive(type))) throw new NotQuick()
  if (name !== 'is') return same ? { run: owner.run, types: owner.types } : { run: () => nothing, types: [type] }
  const answer = truth(same)
  return { run: (asked, focus) => (owner.run(asked, focus).length === 0 ? nothing : answer), types: undefined }
}

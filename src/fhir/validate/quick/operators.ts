import { NoAnswer, reason } from '../../reason.ts'
import { rowOf } from '../walk.ts'
import { compareDates } from './dates.ts'
import { type Compiling, NotQuick, type Part, type Run } from './part.ts'
import type { Syntax } from './syntax.ts'
import {
  asBoolean,
  compare,
  distinct,
  equal,
  fromBoolean,
  nothing,
  same,
  truth,
  Valueless,
  type Values,
} from './value.ts'

type OperatorSyntax = Extract<Syntax, { is: 'operator' }>
type Combine = (left: Values, right: Values) => Values

const dateTypes = new Set(['date', 'dateTime', 'instant', 'time'])
const quantityTypes = new Set(['Quantity', 'Age', 'Duration', 'Distance', 'Count', 'SimpleQuantity', 'Money'])

/** and, or, xor, implies over true, false and empty. */
function logic(sign: string, left: boolean | undefined, right: () => boolean | undefined): boolean | undefined {
  switch (sign) {
    case 'and':
      if (left === false) return false
      return both(left, right())
    case 'or':
      return left === true ? true : either(left, right())
    case 'implies':
      return left === false ? true : either(left === undefined ? undefined : !left, right())
    default: {
      const other = right()
      return left === undefined || other === undefined ? undefined : left !== other
    }
  }
}

const both = (left: boolean | undefined, right: boolean | undefined) =>
  right === false ? false : left === undefined || right === undefined ? undefined : true
const either = (left: boolean | undefined, right: boolean | undefined) =>
  right === true ? true : left === undefined || right === undefined ? undefined : left || right

export function operator(compiling: Compiling, { sign, left, right }: OperatorSyntax): Part {
  const a = compiling.part(left)
  const b = compiling.part(right)
  if (['and', 'or', 'xor', 'implies'].includes(sign)) {
    const run: Run = (asked, focus) =>
      fromBoolean(logic(sign, asBoolean(a.run(asked, focus)), () => asBoolean(b.run(asked, focus))))
    return { run, types: undefined }
  }
  const combine =
    sign === '<' || sign === '<=' || sign === '>' || sign === '>=' ? order(sign, a, b) : rowOf(plain, sign)
  if (!combine) throw new NotQuick()
  if (
    (sign === '=' || sign === '!=') &&
    [...(a.types ?? []), ...(b.types ?? [])].some((type) => dateTypes.has(type))
  )
    throw new NotQuick()
  const types = sign === '|' && a.types && b.types ? [...new Set([...a.types, ...b.types])] : undefined
  return { run: (asked, focus) => combine(a.run(asked, focus), b.run(asked, focus)), types }
}

const not = (value: boolean | undefined) => (value === undefined ? undefined : !value)
const word = (values: Values) => {
  if (values.length > 1) throw new NoAnswer(reason('notOneValue'))
  return values[0] instanceof Valueless ? undefined : values[0]
}

const plain: Readonly<Record<string, Combine>> = {
  '=': (left, right) => fromBoolean(equal(left, right)),
  '!=': (left, right) => fromBoolean(not(equal(left, right))),
  '|': (left, right) => (left.length + right.length === 0 ? nothing : distinct([...left, ...right])),
  '&': (left, right) => [String(word(left) ?? '') + String(word(right) ?? '')],
  '+': (left, right) => {
    const [a, b] = [word(left), word(right)]
    if (a === undefined || b === undefined) return nothing
    if (typeof a === 'string' && typeof b === 'string') return [a + b]
    if (typeof a === 'number' && typeof b === 'number') return [a + b]
    throw new NoAnswer(reason('notAddable'))
  },
  in: (left, right) => membership(left, right),
  contains: (left, right) => membership(right, left),
}

function membership(one: Values, list: Values): Values {
  if (one.length === 0) return nothing
  const wanted = word(one)
  return truth(list.some((other) => same(wanted, other)))
}

function order(sign: string, a: Part, b: Part): Combine {
  const types = [...(a.types ?? []), ...(b.types ?? [])]
  // Quantities need their units compared: the engine does that.
  if (types.some((type) => quantityTypes.has(type))) throw new NotQuick()
  const between = types.some((type) => dateTypes.has(type)) ? dates : compare
  return (left, right) => {
    const [one, other] = [word(left), word(right)]
    if (one === undefined || other === undefined) return nothing
    const answer = between(one, other)
    if (answer === undefined) return nothing
    return truth(sign === '<' ? answer < 0 : sign === '<=' ? answer <= 0 : sign === '>' ? answer > 0 : answer >= 0)
  }
}

function dates(left: unknown, right: unknown): number | undefined {
  return typeof left === 'string' && typeof right === 'string' ? compareDates(left, right) : undefined
}

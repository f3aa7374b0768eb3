import { compilePath, evaluatePath } from '../fhirpath/index.ts'
import { type Reason, reasonOf, ruleText } from '../reason.ts'
import type { Structures } from '../structure.ts'
import { byHand } from './by-hand.ts'
import { compileQuick } from './quick/compile.ts'
import { type Budget, spend, type Values } from './quick/value.ts'
import { report, type Walk } from './walk.ts'

/** A constraint of a type or an element, ready to be asked. */
export interface Invariant {
  readonly key: string
  check(walk: Walk, value: unknown, path: string): void
}

/** Checked where references are met: reference.ts. */
const native = new Set(['ref-1'])

/** The constraints at a path of the published definitions; `type` is that of the element when it is no type itself. */
export function invariantsOf(structures: Structures, path: string, type = path): readonly Invariant[] {
  const rows = structures.invariants(path).filter(([key]) => !native.has(key))
  return rows.map(([key, error, expression, human]) => {
    const holds = byHand[key] ?? condition(structures, expression, type, true)
    const told = { key, error: error === 1, human }
    return {
      key,
      check(walk, value, at) {
        if (told.error || walk.full) tellConstraint(walk, told, at, holds(walk, value))
      },
    }
  })
}

/** Tells that a constraint is broken, or that it could not be asked. */
export function tellConstraint(
  walk: Walk,
  { key, error, human }: { readonly key: string; readonly error: boolean; readonly human: string },
  path: string,
  answer: boolean | Reason,
): void {
  if (answer === true) return
  const severity = error ? 'error' : 'warning'
  if (answer === false) report(walk, severity, 'invariant', path, { key, human: ruleText(key, human) })
  else report(walk, severity, 'invariantFailed', path, { key, fault: answer })
}

/** True, false, or why it could not be told. */
export type Condition = (walk: Walk, value: unknown) => boolean | Reason

/** What the published constraints of one value may cost: they are known to be cheap, but values can be large. */
const mostOfPublished = 20_000_000
/** What a millisecond of the engine counts for. */
const perMillisecond = 5000

/**
 * A constraint's expression as a test of a value; it is compiled when it is first asked. What profiles demand is
 * paid from one budget for the whole resource, as anyone may have written them.
 */
export function condition(structures: Structures, expression: string, base: string, published = false): Condition {
  let run: Run | undefined
  return (walk, value) => {
    try {
      run ??= runOf(structures, expression, base)
      const result = run(walk, value, published ? { left: mostOfPublished } : walk.budget)
      return result.length === 1 ? result[0] !== false : result.length > 0
    } catch (error) {
      return reasonOf(error)
    }
  }
}

type Run = (walk: Walk, value: unknown, budget: Budget) => Values

function runOf(structures: Structures, expression: string, base: string): Run {
  const plain = systemNames(expression)
  const path = compilePath(plain, base)
  const quick = compileQuick(structures, plain, base)
  if (quick)
    return ({ scope, inValueSet }, value, budget) =>
      quick({ resource: scope.resource, rootResource: scope.root, context: value, inValueSet, budget }, [value])
  return ({ scope }, value, budget) => {
    spend({ budget }, 0)
    const start = performance.now()
    try {
      return evaluatePath(path, value, { resource: scope.resource, rootResource: scope.root })
    } finally {
      budget.left -= (performance.now() - start) * perMillisecond
    }
  }
}

/** Profiles write `as String` for what is a `string` of FHIR. */
function systemNames(expression: string): string {
  return expression.replace(
    /\b(as|is)(\s+|\()(String|Boolean|Integer|Decimal|Date|DateTime|Time)\b/g,
    (_, word, gap, name) => `${word}${gap}${String(name).charAt(0).toLowerCase()}${String(name).slice(1)}`,
  )
}

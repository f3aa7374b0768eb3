import fhirpath from 'fhirpath'
import r4 from 'fhirpath/fhir-context/r4'
import { AppError } from '#kernel/app-error.ts'
import { Budget } from './budget.ts'
import { environmentOf, type Resolver } from './environment.ts'
import { fhirPathErrors } from './errors.ts'
import { functions } from './functions.ts'
import { checkLength, checkSize, checkTokens, fhirPathLimits, mostItemsOf } from './limits.ts'
import { rewrite } from './rewrite.ts'
import { tokensOf } from './tokens.ts'
import { fromEngine, toEngine } from './values.ts'

type Run = (data: unknown, environment: Record<string, unknown>, options: object) => unknown[]

/** An expression that was parsed; evaluate it with `evaluatePath`, as often as needed. */
export interface CompiledPath {
  readonly expression: string
  /** Type or path of the elements it is for, `Patient.contact`, when it is not for whole resources. */
  readonly base: string | undefined
  readonly mostItems: number
  /** Longest time of one evaluation. */
  readonly milliseconds: number
  readonly run: Run
}

const options = {
  resolveInternalTypes: false,
  preciseMath: true,
  userInvocationTable: functions,
  // `trace()` would write what it sees to the server's output.
  traceFn: () => undefined,
}

/**
 * Parses a FHIRPath expression.
 * @param base type or path of the elements it will be evaluated on, when they are not resources: `HumanName`
 * @param milliseconds longest time of one evaluation, where the expression is not a stranger's
 */
export function compilePath(
  expression: string,
  base?: string,
  milliseconds: number = fhirPathLimits.milliseconds,
): CompiledPath {
  checkLength(expression)
  const tokens = tokensOf(expression)
  checkTokens(tokens)
  const text = rewrite(tokens)
  try {
    const path = base === undefined ? text : { base, expression: text }
    return {
      expression,
      base,
      mostItems: mostItemsOf(expression),
      milliseconds,
      run: fhirpath.compile(path, r4, options as never) as Run,
    }
  } catch (cause) {
    throw fhirPathErrors.invalid({ reason: reasonOf(cause) }, cause)
  }
}

/**
 * Evaluates an expression on a resource or an element. What it costs is bounded; see `fhirPathLimits`.
 * @param environment values of `%name`; `%resource` and `%rootResource` are the resource itself when not given
 * @param resolver gives the target of a reference for `resolve()`; without it nothing can be reached
 */
export function evaluatePath(
  path: CompiledPath,
  resource: unknown,
  environment: Readonly<Record<string, unknown>> = {},
  resolver?: Resolver,
): unknown[] {
  const values = evaluateNodes(path, toEngine(resource), environment, resolver).map(fromEngine)
  // An element that has extensions only is there, but has no value to give.
  return values.filter((value) => value !== null && value !== undefined)
}

/** The same with the engine's own nodes, which know their place in the resource; `data` comes from `toEngine`. */
export function evaluateNodes(
  path: CompiledPath,
  data: unknown,
  environment: Readonly<Record<string, unknown>> = {},
  resolver?: Resolver,
): unknown[] {
  if (path.expression.includes('descendants')) checkSize([data, environment])
  try {
    return path.run(data, environmentOf(data, environment, resolver), {
      debugger: new Budget(path).step,
    })
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw fhirPathErrors.failed({ reason: reasonOf(cause) }, cause)
  }
}

/** The engine throws texts too, and errors without one. */
const reasonOf = (cause: unknown) =>
  String((cause as Error | undefined)?.message ?? cause)
    .replace(/\s+/g, ' ')
    .replace(/\.$/, '')
    .slice(0, 200)

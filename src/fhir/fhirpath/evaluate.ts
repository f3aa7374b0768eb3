import fhirpath from 'fhirpath'
import r4 from 'fhirpath/fhir-context/r4'
import { AppError } from '#kernel/app-error.ts'
import { Budget } from './budget.ts'
import { fhirPathErrors } from './errors.ts'
import { checkExpression } from './limits.ts'
import { fromEngine, toEngine } from './values.ts'

type Run = (data: unknown, environment: Record<string, unknown>, options: object) => unknown[]

/** An expression that was parsed; evaluate it with `evaluatePath`, as often as needed. */
export interface CompiledPath {
  readonly expression: string
  /** Path of the elements it is for, `Patient.contact`, when it is not for whole resources. */
  readonly base: string | undefined
  readonly run: Run
}

const options = { resolveInternalTypes: false, preciseMath: true } as const

/**
 * Parses a FHIRPath expression.
 * @param base type or path of the elements it will be evaluated on, when they are not resources: `HumanName`
 */
export function compilePath(expression: string, base?: string): CompiledPath {
  checkExpression(expression)
  try {
    const path = base === undefined ? expression : { base, expression }
    return { expression, base, run: fhirpath.compile(path, r4, options) as Run }
  } catch (cause) {
    throw fhirPathErrors.invalid({ reason: reasonOf(cause) }, cause)
  }
}

/** Evaluates an expression on a resource or an element. What it costs is bounded; see `fhirPathLimits`. */
export function evaluatePath(
  path: CompiledPath,
  resource: unknown,
  environment: Readonly<Record<string, unknown>> = {},
): unknown[] {
  const budget = new Budget()
  try {
    return path.run(toEngine(resource), { ...environment }, { debugger: budget.step }).map(fromEngine)
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw fhirPathErrors.failed({ reason: reasonOf(cause) }, cause)
  }
}

const reasonOf = (cause: unknown) => (cause as Error).message.replace(/\s+/g, ' ').replace(/\.$/, '').slice(0, 200)

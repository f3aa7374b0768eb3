import { correct, type SyntaxNode } from './corrections.ts'
import { fhirPathErrors } from './errors.ts'
import { fhirPathLimits } from './limits.ts'

/** What one evaluation may cost beside the limits of all. */
export interface Limits {
  readonly mostItems: number
  readonly milliseconds: number
}

/** Follows one evaluation: counts what it costs, ends it when it is too much, puts operators right. */
export class Budget {
  #steps = 0
  readonly #limits: Limits
  readonly #started = performance.now()
  readonly #results = new Map<SyntaxNode, unknown>()

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /** Called by the engine after each node of the expression. */
  readonly step = (_context: unknown, _focus: unknown, result: unknown, node: SyntaxNode): void => {
    this.#count(result)
    this.#results.set(node, result)
    correct(node, result, this.#results)
  }

  #count(result: unknown): void {
    const { steps, text, freeSteps } = fhirPathLimits
    const { mostItems, milliseconds } = this.#limits
    const items = Array.isArray(result) ? result.length : 1
    this.#steps += 1 + items
    if (items > mostItems) throw tooCostly(mostItems, 'items')
    if (this.#steps > steps) throw tooCostly(steps, 'steps')
    const first = Array.isArray(result) ? result[0] : undefined
    if (typeof first === 'string' && first.length > text) throw tooCostly(text, 'characters')
    if (this.#steps > freeSteps && performance.now() - this.#started > milliseconds)
      throw tooCostly(milliseconds, 'milliseconds')
  }
}

const tooCostly = (most: number, what: string) => fhirPathErrors.tooCostly({ most, what })

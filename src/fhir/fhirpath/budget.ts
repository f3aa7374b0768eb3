import { fhirPathErrors } from './errors.ts'
import { fhirPathLimits } from './limits.ts'

/** Counts what an evaluation costs and ends it when it is too much. */
export class Budget {
  #steps = 0
  readonly #until = performance.now() + fhirPathLimits.milliseconds

  /** Called by the engine after each node of the expression. */
  readonly step = (_context: unknown, _focus: unknown, result: unknown): void => {
    const items = Array.isArray(result) ? result.length : 1
    this.#steps += 1 + items
    const { steps, items: mostItems, milliseconds } = fhirPathLimits
    if (items > mostItems) throw fhirPathErrors.tooCostly({ most: mostItems, what: 'items' })
    if (this.#steps > steps) throw fhirPathErrors.tooCostly({ most: steps, what: 'steps' })
    if (performance.now() > this.#until)
      throw fhirPathErrors.tooCostly({ most: milliseconds, what: 'milliseconds' })
  }
}

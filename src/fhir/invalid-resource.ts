import { AppError } from '#kernel/app-error.ts'
import type { Issue } from './validate.ts'

/** A resource that does not have the structure of its type; `issues` lists every fault found. */
export class InvalidResource extends AppError {
  readonly issues: readonly Issue[]

  constructor(issues: readonly Issue[]) {
    const first = issues[0]
    super(
      'fhir.invalid',
      { category: 'invalid', text: '{path} {reason}.' },
      { path: first?.path ?? '', reason: first?.text ?? 'is not valid', faults: issues.length },
    )
    this.issues = issues
  }
}

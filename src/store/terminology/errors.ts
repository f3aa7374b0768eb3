import { TerminologyError } from '#fhir/terminology/issues.ts'
import { defineErrors } from '#kernel/app-error.ts'

const codeErrors = defineErrors('codes', {
  invalid: { category: 'invalid', text: 'The code system or value set cannot be used: {reason}' },
  tooCostly: { category: 'too-costly', text: 'The value set has too many codes for this: {reason}' },
})

/** Runs `work`; what the terminology refuses becomes a failure that any caller understands. */
export async function asAppError<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof TerminologyError)) throw error
    const reason = error.message.slice(0, 300)
    throw error.issue.code === 'too-costly'
      ? codeErrors.tooCostly({ reason }, error)
      : codeErrors.invalid({ reason }, error)
  }
}

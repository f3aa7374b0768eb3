import type { AppError } from '#kernel/app-error.ts'
import { InvalidResource } from './invalid-resource.ts'

/** System of our error codes in OperationOutcome.issue.details. */
export const errorSystem = 'urn:lanong:error'

interface OutcomeIssue {
  readonly severity: 'error' | 'information' | 'warning'
  readonly code: string
  readonly details: {
    readonly coding: readonly { readonly system: string; readonly code: string }[]
    readonly text: string
  }
  readonly diagnostics?: string
  readonly expression?: readonly string[]
}

export interface Outcome {
  readonly resourceType: 'OperationOutcome'
  readonly issue: readonly OutcomeIssue[]
}

/**
 * An error as FHIR tells it; every fault of an invalid resource is an issue of its own.
 * @param issueType code of http://hl7.org/fhir/R4/valueset-issue-type.html
 */
export function outcomeOf(error: AppError, issueType: string, text: string, requestId: string): Outcome {
  const coding = [{ system: errorSystem, code: error.code }]
  if (error instanceof InvalidResource)
    return {
      resourceType: 'OperationOutcome',
      issue: error.issues.map((one) => ({
        severity: 'error',
        code: one.code,
        details: { coding, text: `${one.path} ${one.text}` },
        diagnostics: requestId,
        expression: [one.path],
      })),
    }
  return {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code: issueType, details: { coding, text }, diagnostics: requestId }],
  }
}

export function informationOutcome(text: string): Outcome {
  return {
    resourceType: 'OperationOutcome',
    issue: [
      {
        severity: 'information',
        code: 'informational',
        details: { coding: [{ system: errorSystem, code: 'done' }], text },
      },
    ],
  }
}

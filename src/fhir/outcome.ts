import type { AppError } from '#kernel/app-error.ts'
import { InvalidResource } from './invalid-resource.ts'
import type { Issue } from './validate.ts'

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

/** The text of a fault in the language of the reader; undefined when there is none. */
export type TextOfIssue = (one: Issue) => string | undefined

const inEnglish: TextOfIssue = (one) => one.text

/** Faults of a resource, each with a code of its own: `fhir.issue.missing`. */
export function outcomeOfIssues(issues: readonly Issue[], textOf: TextOfIssue, diagnostics?: string): Outcome {
  return {
    resourceType: 'OperationOutcome',
    issue: issues.map((one) => ({
      severity: one.severity,
      code: one.code,
      details: {
        coding: [{ system: errorSystem, code: `fhir.issue.${one.kind}` }],
        text:
          one.severity === 'information' ? (textOf(one) ?? one.text) : `${one.path} ${textOf(one) ?? one.text}`,
      },
      ...(diagnostics === undefined ? {} : { diagnostics }),
      expression: [one.path],
    })),
  }
}

/**
 * An error as FHIR tells it; every fault of an invalid resource is an issue of its own.
 * @param issueType code of http://hl7.org/fhir/R4/valueset-issue-type.html
 */
export function outcomeOf(
  error: AppError,
  issueType: string,
  text: string,
  requestId: string,
  textOfIssue: TextOfIssue = inEnglish,
): Outcome {
  if (error instanceof InvalidResource) return outcomeOfIssues(error.issues, textOfIssue, requestId)
  const coding = [{ system: errorSystem, code: error.code }]
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

import type { OperationOutcome, OperationOutcomeIssue } from '@medplum/fhirtypes'

export interface IssueSpec {
  readonly severity: OperationOutcomeIssue['severity']
  readonly code: OperationOutcomeIssue['code']
  /** Code of http://hl7.org/fhir/tools/CodeSystem/tx-issue-type. */
  readonly kind: string
  /** Stable id of the text, extension operationoutcome-message-id. */
  readonly id: string
  readonly text: string
  readonly at?: string | undefined
  /** Not repeated in the message. */
  readonly quiet?: boolean
}

/** A failure of a terminology operation as a whole. */
export class TerminologyError extends Error {
  readonly status: 400 | 404 | 422
  readonly issue: IssueSpec

  constructor(status: 400 | 404 | 422, issue: IssueSpec) {
    super(issue.text)
    this.name = 'TerminologyError'
    this.status = status
    this.issue = issue
  }
}

function toIssue({ severity, code, kind, id, text, at }: IssueSpec): OperationOutcomeIssue {
  return {
    extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/operationoutcome-message-id', valueString: id }],
    severity,
    code,
    details: { coding: [{ system: 'http://hl7.org/fhir/tools/CodeSystem/tx-issue-type', code: kind }], text },
    ...(at === undefined ? {} : { location: [at], expression: [at] }),
  }
}

export function outcomeOfIssues(issues: readonly IssueSpec[]): OperationOutcome {
  return { resourceType: 'OperationOutcome', issue: issues.map(toIssue) }
}

const error = { severity: 'error' } as const

/** Failures of the value set or code system that was asked for. */
export const failures = {
  valueSetUnknown: (canonical: string) => new TerminologyError(422, valueSetMissing(canonical)),
  codeSystemUnknown: (url: string, version: string | undefined, versions: readonly string[]) =>
    new TerminologyError(422, systemMissing({ url, version, versions, purpose: 'expand' })),
  supplementMissing: (canonical: string) =>
    new TerminologyError(422, {
      ...error,
      code: 'not-found',
      kind: 'not-found',
      id: 'VALUESET_SUPPLEMENT_MISSING',
      text: `Required supplement not found: ${canonical}`,
    }),
  languageInvalid: (text: string) =>
    new TerminologyError(422, {
      ...error,
      code: 'processing',
      kind: 'invalid-display',
      id: 'INVALID_DISPLAY_NAME',
      text: `Invalid displayLanguage: '${text}'`,
    }),
  filterNoValue: (system: string, property: string, op: string, at: string) =>
    new TerminologyError(400, {
      ...error,
      code: 'invalid',
      kind: 'vs-invalid',
      id: 'UNABLE_TO_HANDLE_SYSTEM_FILTER_WITH_NO_VALUE',
      text: `The system ${system} filter with property = ${property}, op = ${op} has no value`,
      at,
    }),
  filterInvalid: (reason: string, at?: string) =>
    new TerminologyError(400, {
      ...error,
      code: 'invalid',
      kind: 'vs-invalid',
      id: 'FILTER_NOT_UNDERSTOOD',
      text: reason,
      at,
    }),
  versionRefused: (system: string, version: string | undefined, wanted: string) =>
    new TerminologyError(422, versionCheck(system, version, wanted, undefined)),
  circular: (path: readonly string[]) =>
    new TerminologyError(422, {
      ...error,
      code: 'processing',
      kind: 'vs-invalid',
      id: 'VALUESET_CIRCULAR_REFERENCE',
      text: `Cyclic reference detected when including value sets: ${path.join(' -> ')}`,
    }),
  tooCostly: (canonical: string, most: number) =>
    new TerminologyError(422, {
      ...error,
      code: 'too-costly',
      kind: 'too-costly',
      id: 'VALUESET_TOO_COSTLY',
      text: `The value set '${canonical}' expansion has too many codes to give at once (>${most}): use count and offset, or filter`,
    }),
  invalid: (text: string, at?: string) =>
    new TerminologyError(400, {
      ...error,
      code: 'invalid',
      kind: 'invalid-data',
      id: 'INVALID_REQUEST',
      text,
      at,
    }),
  notFound: (text: string) =>
    new TerminologyError(404, { ...error, code: 'not-found', kind: 'not-found', id: 'NOT_FOUND', text }),
}

export function valueSetMissing(canonical: string): IssueSpec {
  return {
    ...error,
    code: 'not-found',
    kind: 'not-found',
    id: 'Unable_to_resolve_value_Set_',
    text: `A definition for the value Set '${canonical}' could not be found`,
  }
}

interface MissingSystem {
  readonly url: string
  readonly version: string | undefined
  readonly versions: readonly string[]
  readonly purpose: 'expand' | 'validate'
  readonly at?: string | undefined
}

export function systemMissing({ url, version, versions, purpose, at }: MissingSystem): IssueSpec {
  const so = purpose === 'expand' ? 'so the value set cannot be expanded' : 'so the code cannot be validated'
  const suffix = purpose === 'expand' ? '_EXP' : ''
  const common = { ...error, code: 'not-found', kind: 'not-found', at } as const
  if (version === undefined)
    return {
      ...common,
      id: `UNKNOWN_CODESYSTEM${suffix}`,
      text: `A definition for CodeSystem '${url}' could not be found, ${so}`,
    }
  const start = `A definition for CodeSystem '${url}' version '${version}' could not be found, ${so}.`
  if (versions.length === 0)
    return {
      ...common,
      id: `UNKNOWN_CODESYSTEM_VERSION${suffix}_NONE`,
      text: `${start} No versions of this code system are known`,
    }
  return {
    ...common,
    id: `UNKNOWN_CODESYSTEM_VERSION${suffix}`,
    text: `${start} Valid versions: ${versions.join(' or ')}`,
  }
}

export function versionCheck(
  system: string,
  version: string | undefined,
  wanted: string,
  at: string | undefined,
): IssueSpec {
  return {
    ...error,
    code: 'exception',
    kind: 'version-error',
    id: 'VALUESET_VERSION_CHECK',
    text: `The version '${version ?? ''}' is not allowed for system '${system}': required to be '${wanted}' by a version-check parameter`,
    at,
  }
}

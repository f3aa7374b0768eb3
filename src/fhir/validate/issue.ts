import type { Reason } from '../reason.ts'

/** Codes of http://hl7.org/fhir/R4/valueset-issue-type.html that validation uses. */
export type IssueCode =
  | 'structure'
  | 'required'
  | 'value'
  | 'code-invalid'
  | 'not-found'
  | 'invariant'
  | 'extension'
  | 'business-rule'
  | 'too-long'
  | 'too-costly'
  | 'not-supported'
  | 'processing'
  | 'informational'

export type Severity = 'error' | 'warning' | 'information'

/** What can be wrong. The English text is told after the path; both languages stand in data/messages/fhir.*.json. */
export const issueKinds = {
  resource: ['structure', 'must be a resource with a known resourceType'],
  unknownElement: ['structure', 'is not an element of this type'],
  single: ['structure', 'must be a single value, not a list'],
  list: ['structure', 'must be a list'],
  emptyList: ['structure', 'must not be an empty list'],
  object: ['structure', 'must be an object'],
  empty: ['structure', 'must not be empty'],
  oneChoice: ['structure', 'only one of {choice} may be given'],
  tooDeep: ['too-costly', 'is nested deeper than {most} levels'],
  tooManyValues: ['too-costly', 'holds more values than can be checked at once'],
  missing: ['required', 'is missing'],
  primitive: ['value', '{fault}'],
  id: ['value', 'is not a valid id'],
  code: ['code-invalid', "'{value}' is not a code of {valueSet}"],
  valueSetUnknown: ['not-supported', 'the value set {valueSet} cannot be asked here'],
  concept: ['code-invalid', 'has no code of {valueSet}'],
  target: ['value', 'may refer to {targets}, not to {type}'],
  containedMissing: ['not-found', 'no contained resource has the id {id}'],
  invariant: ['invariant', 'breaks {key}: {human}'],
  invariantFailed: ['processing', 'the rule {key} could not be checked: {fault}'],
  containedNested: ['invariant', 'breaks dom-2: a contained resource shall contain no resource'],
  containedUnused: ['invariant', 'breaks dom-3: the contained resource is referred to by nothing'],
  containedVersion: ['invariant', 'breaks dom-4: a contained resource has no versionId and no lastUpdated'],
  containedSecurity: ['invariant', 'breaks dom-5: a contained resource has no security label'],
  narrativeMissing: ['invariant', 'breaks dom-6: a resource should have narrative'],
  narrative: ['invariant', 'breaks {key}: {fault}'],
  extensionBoth: [
    'invariant',
    'breaks ext-1: an extension has either extensions or a value, not both and not none',
  ],
  extensionUrl: ['extension', 'must be an absolute address'],
  extensionVersion: ['extension', 'must not name a version'],
  extensionUnknown: ['extension', 'the extension {url} is not known here'],
  extensionModifier: [
    'extension',
    'the modifier extension {url} is not known here, so its meaning cannot be kept',
  ],
  extensionContext: ['extension', 'the extension {url} does not belong on {place}'],
  extensionKind: ['extension', 'the extension {url} is one that changes the meaning: {should}'],
  profileUnknown: ['not-found', 'the profile {url} is not known here'],
  profileType: ['structure', 'the profile {url} is for {type}'],
  profileBroken: ['processing', 'the profile {url} cannot be used: {fault}'],
  minimum: ['required', 'needs at least {min}, has {count} ({profile})'],
  maximum: ['structure', 'takes at most {max}, has {count} ({profile})'],
  type: ['structure', 'must be of the type {types}, not {type} ({profile})'],
  fixed: ['value', 'must be exactly {value} ({profile})'],
  pattern: ['value', 'must hold {value} ({profile})'],
  lowest: ['value', 'must not be below {value} ({profile})'],
  highest: ['value', 'must not be above {value} ({profile})'],
  tooLong: ['too-long', 'must have at most {most} characters ({profile})'],
  sliceClosed: ['structure', 'fits no slice of {profile}, which takes no others'],
  sliceOrder: ['structure', 'stands after a slice that comes later ({profile})'],
  sliceEnd: ['structure', 'stands among the slices of {profile}, others come after them'],
  noProfileFits: ['structure', 'fits none of the profiles {profiles}'],
  aggregation: ['value', 'must be {modes} ({profile})'],
  bundle: ['invariant', '{fault}'],
  bundleReference: ['not-found', 'refers to {reference}, which is not in the bundle'],
  bundleReferenceType: ['value', 'refers to {reference}, where a {type} stands'],
  questionnaire: ['business-rule', '{fault}'],
  definition: ['business-rule', '{fault}'],
  advice: ['business-rule', '{fault}'],
  wrongType: ['structure', 'must be {type}, as the address says'],
  wrongId: ['value', 'must be {id}, as the address says'],
  valid: ['informational', 'The resource is valid.'],
  deletable: ['informational', 'The resource exists and may be deleted by who has the right.'],
} as const satisfies Record<string, readonly [IssueCode, string]>

export type IssueKind = keyof typeof issueKinds
export type IssueValues = Readonly<Record<string, string | number | Reason>>

/** One fault of a resource. */
export interface Issue {
  readonly severity: Severity
  readonly code: IssueCode
  readonly kind: IssueKind
  /** FHIRPath of the element: `Observation.component[1].code`. */
  readonly path: string
  /** English; told after the path. */
  readonly text: string
  readonly values: IssueValues
}

const wordsOf = (value: IssueValues[string] = '') => (typeof value === 'object' ? value.text : String(value))

export function issue(
  kind: IssueKind,
  path: string,
  values: IssueValues = {},
  severity: Severity = 'error',
): Issue {
  const [code, template] = issueKinds[kind]
  const text = template.replace(/\{(\w+)\}/g, (_, name: string) => wordsOf(values[name]).replace(/\.$/, ''))
  return { severity, code, kind, path, text, values }
}

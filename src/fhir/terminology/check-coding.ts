import type { Coding, ValueSet } from '@medplum/fhirtypes'
import { displayFault } from './check-display.ts'
import type { Composing } from './compose.ts'
import { type IssueSpec, systemMissing, TerminologyError } from './issues.ts'
import { displayFor, type Languages } from './languages.ts'
import { type Membership, membershipIn, type Places } from './membership.ts'
import { pickProvider } from './resolve.ts'
import { withSupplements } from './supplement.ts'
import { canonicalOf } from './versions.ts'

/** What a code is checked against and how. */
export interface Checking {
  readonly composing: Composing
  /** Undefined when only the code system is asked. */
  readonly set: ValueSet | undefined
  readonly languages: Languages | undefined
  readonly lenient: boolean
  readonly membershipOnly: boolean
  readonly abstractRefused: boolean
}

export interface Checked {
  readonly coding: Coding
  readonly ok: boolean
  readonly inside: boolean
  readonly membership: Membership
  readonly issues: readonly IssueSpec[]
  readonly display?: string | undefined
  /** Systems nobody knows, and those the value set needs. */
  readonly unknownSystems: readonly string[]
  readonly missing: readonly string[]
}

export const setName = (set: ValueSet | undefined) =>
  set?.url === undefined ? '(unidentified)' : canonicalOf(set.url, set.version)

export const nothing = (coding: Coding): Checked => ({
  coding,
  ok: false,
  inside: false,
  membership: { inside: false, systemNamed: false, issues: [], missing: [] },
  issues: [],
  unknownSystems: [],
  missing: [],
})

/** A value set that can not be read makes the answer no, with the reason; a broken one is refused. */
export async function checkOrMiss(checking: Checking, coding: Coding, places: Places): Promise<Checked> {
  try {
    return await checkCoding(checking, coding, places)
  } catch (error) {
    const isMissing = error instanceof TerminologyError && error.issue.id === 'Unable_to_resolve_value_Set_'
    if (!isMissing) throw error
    return {
      ...nothing(coding),
      issues: [error.issue],
      membership: { ...nothing(coding).membership, issues: [error.issue] },
    }
  }
}

async function checkCoding(checking: Checking, coding: Coding, places: Places): Promise<Checked> {
  if (coding.system === undefined) return withoutSystem(checking, coding, places)
  const { set, composing } = checking
  const membership = set
    ? await membershipIn(composing, set, coding, places)
    : await inCodeSystem(checking, coding, places)
  const located =
    membership.concept || membership.missing.length > 0 ? membership : await locate(checking, coding, membership)
  const issues = [...membership.issues]
  const unknownSystems: string[] = []
  if (!located.provider && located.missing.length === 0)
    await tellUnknown(checking, coding, places, issues, unknownSystems)
  const needed = membership.missing.length > 0 && !membership.concept
  if (!membership.inside && !needed && set) issues.push(notInSet(checking, coding, places.code))
  if (located.provider && !located.concept && !needed) tellCode(checking, coding, places, located, issues)
  const named = conceptIssues(checking, coding, places, located, issues)
  const inside = membership.inside && !named.refused
  if (membership.inside && named.refused) issues.push(notInSet(checking, coding, places.code))
  return {
    coding,
    ok: inside && !issues.some((issue) => issue.severity === 'error'),
    inside,
    membership: located,
    issues,
    display: named.display,
    unknownSystems,
    missing: membership.missing,
  }
}

function withoutSystem(checking: Checking, coding: Coding, places: Places): Checked {
  const warning: IssueSpec = {
    severity: 'warning',
    code: 'invalid',
    kind: 'invalid-data',
    id: 'Coding_has_no_system__cannot_validate',
    text: 'Coding has no system. A code with no system has no defined meaning, and it cannot be validated. A system should be provided',
    at: places.whole,
  }
  return { ...nothing(coding), issues: [notInSet(checking, coding, places.code), warning] }
}

/** Only the code system is asked: any of its codes will do. */
async function inCodeSystem(checking: Checking, coding: Coding, places: Places): Promise<Membership> {
  const set: ValueSet = {
    resourceType: 'ValueSet',
    status: 'active',
    compose: {
      include: [
        { system: coding.system ?? '', ...(coding.version === undefined ? {} : { version: coding.version }) },
      ],
    },
  }
  return membershipIn(checking.composing, set, coding, places)
}

/** The concept of a code that is not in the value set, so that more can be said about it. */
async function locate(checking: Checking, coding: Coding, membership: Membership): Promise<Membership> {
  const known = await checking.composing.source.codeSystems(coding.system ?? '')
  const picked = membership.provider ?? pickProvider(known, coding.version)
  if (!picked) return membership
  const provider = withSupplements(picked, checking.composing.supplements)
  return { ...membership, provider, concept: await provider.find(coding.code ?? '') }
}

async function tellUnknown(
  { composing }: Checking,
  coding: Coding,
  places: Places,
  issues: IssueSpec[],
  unknownSystems: string[],
): Promise<void> {
  const system = coding.system ?? ''
  if ((await composing.source.valueSets(system)).length > 0) {
    issues.push({
      severity: 'error',
      code: 'invalid',
      kind: 'invalid-data',
      id: 'Terminology_TX_System_ValueSet2',
      text: `The Coding references a value set, not a code system ('${system}')`,
      at: places.system,
    })
    return
  }
  unknownSystems.push(system)
  const isAbsolute = /^[a-z][a-z0-9+.-]*:/i.test(system)
  if (!isAbsolute)
    issues.push({
      severity: 'error',
      code: 'invalid',
      kind: 'invalid-data',
      id: 'Terminology_TX_System_Relative',
      text: 'Coding.system must be an absolute reference, not a local reference',
      at: places.system,
    })
  const versions = (await composing.source.codeSystems(system)).flatMap((one) => one.head.version ?? [])
  const missing = systemMissing({
    url: system,
    version: coding.version,
    versions,
    purpose: 'validate',
    at: places.system,
  })
  const bare = isAbsolute && coding.version === undefined
  issues.push(bare ? { ...missing, text: missing.text.replace(`'${system}'`, system) } : missing)
}

function tellCode(
  { membershipOnly }: Checking,
  coding: Coding,
  places: Places,
  { provider }: Membership,
  issues: IssueSpec[],
): void {
  if (membershipOnly || !provider) return
  const { url, version, content } = provider.head
  const fragment = content === 'fragment'
  const of = version === undefined ? '' : ` version '${version}'`
  issues.push({
    severity: fragment ? 'warning' : 'error',
    code: 'code-invalid',
    kind: 'invalid-code',
    id: fragment
      ? 'UNKNOWN_CODE_IN_FRAGMENT'
      : version === undefined
        ? 'Unknown_Code_in'
        : 'Unknown_Code_in_Version',
    text: fragment
      ? `Unknown Code '${coding.code}' in the CodeSystem '${url}'${of} - note that the code system is labeled as a fragment, so the code may be valid in some other fragment`
      : `Unknown code '${coding.code}' in the CodeSystem '${url}'${of}`,
    at: places.code,
  })
}

/** What is to be said about a known concept: no longer in use, only a group, another name. */
function conceptIssues(
  checking: Checking,
  coding: Coding,
  places: Places,
  { provider, concept, display, designations, inside }: Membership,
  issues: IssueSpec[],
): { readonly refused: boolean; readonly display?: string | undefined } {
  if (!provider || !concept) return { refused: false, display: concept?.display }
  const activeOnly = checking.composing.activeOnly || checking.set?.compose?.inactive === false
  const refused = inside && concept.inactive && activeOnly
  if (refused) issues.push(notActive(concept.code, places.code))
  if (concept.inactive) issues.push(reviewed(concept.code, concept.status, places.whole))
  if (concept.abstract && checking.abstractRefused)
    issues.push(notAbstract(provider.head.url, concept.code, places.code))
  if (coding.display !== undefined && inside && !checking.membershipOnly) {
    const named = { head: provider.head, concept, display, designations }
    const fault = displayFault(named, coding.display, checking.languages, {
      lenient: checking.lenient,
      at: places.display,
    })
    if (fault) issues.push(fault)
  }
  return { refused, display: displayFor(provider.head, concept, checking.languages) ?? display }
}

function notActive(code: string, at: string): IssueSpec {
  return {
    severity: 'error',
    code: 'business-rule',
    kind: 'code-rule',
    id: 'STATUS_CODE_WARNING_CODE',
    text: `The concept '${code}' is valid but is not active`,
    at,
  }
}

function reviewed(code: string, status: string | undefined, at: string): IssueSpec {
  const state = status === undefined || status === 'inactive' ? 'inactive' : `${status} and inactive`
  return {
    severity: 'warning',
    code: 'business-rule',
    kind: 'code-comment',
    id: 'INACTIVE_CONCEPT_FOUND',
    text: `The concept '${code}' has a status of ${state} and its use should be reviewed`,
    at,
  }
}

function notAbstract(system: string, code: string, at: string): IssueSpec {
  return {
    severity: 'error',
    code: 'business-rule',
    kind: 'code-rule',
    id: 'ABSTRACT_CODE_NOT_ALLOWED',
    text: `Code '${system}#${code}' is abstract, and not allowed in this context`,
    at,
  }
}

export function notInSet(
  { set }: Checking,
  { system = '', version, code, display }: Coding,
  at: string,
): IssueSpec {
  const named = display === undefined ? '' : ` ('${display}')`
  return {
    severity: 'error',
    code: 'code-invalid',
    kind: 'not-in-vs',
    id: 'None_of_the_provided_codes_are_in_the_value_set_one',
    text: `The provided code '${canonicalOf(system, version)}#${code ?? ''}${named}' was not found in the value set '${setName(set)}'`,
    at,
  }
}

import type { CodeableConcept, Parameters, ParametersParameter, ValueSet } from '@medplum/fhirtypes'
import { type Checked, type Checking, checkOrMiss, nothing, notInSet, setName } from './check-coding.ts'
import { type Asked, type Limits, valueSetOf } from './expand.ts'
import { inferSystem } from './infer-system.ts'
import { failures, type IssueSpec, outcomeOfIssues } from './issues.ts'
import type { Places } from './membership.ts'
import { Inputs, languagesOf, supplementNames, versionRules } from './parameters.ts'
import { findSupplements } from './resolve.ts'
import type { TerminologySource } from './source.ts'

export async function makeChecking(
  source: TerminologySource,
  asked: Asked,
  set: ValueSet | undefined,
  limits: Limits,
): Promise<Checking> {
  const inputs = new Inputs(asked.parameters)
  return {
    composing: {
      source,
      rules: versionRules(inputs),
      supplements: await findSupplements(source, supplementNames(inputs, set)),
      usedSystems: new Set(),
      usedValueSets: new Set(),
      usedRules: new Map(),
      path: [],
      activeOnly: inputs.flag('activeOnly') === true,
      most: limits.most,
    },
    set,
    languages: languagesOf(inputs, set, asked.language),
    lenient: inputs.flag('lenient-display-validation') === true,
    membershipOnly: inputs.flag('valueset-membership-only') === true,
    abstractRefused: inputs.flag('abstract') === false,
  }
}

/** `$validate-code` of a value set. http://hl7.org/fhir/R4/valueset-operation-validate-code.html */
export async function validateCode(source: TerminologySource, asked: Asked, limits: Limits): Promise<Parameters> {
  const inputs = new Inputs(asked.parameters)
  const checking = await makeChecking(source, asked, await valueSetOf(source, inputs), limits)
  return answerFor(checking, inputs)
}

/** Checks the code, coding or concept of the inputs. */
export async function answerFor(checking: Checking, inputs: Inputs): Promise<Parameters> {
  const concept = inputs.find('codeableConcept')?.valueCodeableConcept
  if (concept) return checkConcept(checking, concept)
  const coding = inputs.find('coding')?.valueCoding
  if (coding) {
    const checked = await checkOrMiss(checking, coding, placesBelow('Coding'))
    return answerOf(checked, checked.issues, checked.ok)
  }
  const code = inputs.text('code')
  if (code === undefined) throw failures.invalid('Say which code: code and system, coding, or codeableConcept')
  return checkCode(checking, inputs, code)
}

async function checkCode(checking: Checking, inputs: Inputs, code: string): Promise<Parameters> {
  const places = { ...placesBelow(''), whole: 'code' }
  const display = inputs.text('display')
  const version = inputs.text('systemVersion') ?? (checking.set ? undefined : inputs.text('version'))
  const given = {
    code,
    ...(display === undefined ? {} : { display }),
    ...(version === undefined ? {} : { version }),
  }
  const system = inputs.text('system') ?? (checking.set ? undefined : inputs.text('url'))
  if (system !== undefined) {
    const checked = await checkOrMiss(checking, { system, ...given }, places)
    return answerOf(checked, checked.issues, checked.ok)
  }
  const inferred = await inferSystem(checking, code)
  if ('system' in inferred) {
    const checked = await checkOrMiss(checking, { system: inferred.system, ...given }, places)
    return answerOf(checked, checked.issues, checked.ok)
  }
  const issues = [notInSet(checking, given, places.code), { ...inferred.issue, at: places.code }]
  return answerOf(nothing(given), issues, false)
}

function placesBelow(path: string): Places {
  const start = path === '' ? '' : `${path}.`
  return {
    whole: path,
    code: `${start}code`,
    system: `${start}system`,
    version: `${start}version`,
    display: `${start}display`,
  }
}

async function checkConcept(checking: Checking, concept: CodeableConcept): Promise<Parameters> {
  const checks: Checked[] = []
  for (const [at, coding] of (concept.coding ?? []).entries())
    checks.push(await checkOrMiss(checking, coding, placesBelow(`CodeableConcept.coding[${at}]`)))
  const inside = checks.find((one) => one.inside && one.ok) ?? checks.find((one) => one.inside)
  const broken = checks.some((one) => one.membership.issues.some((issue) => issue.severity === 'error'))
  const issues = distinct(checks.flatMap((one) => one.issues.map(asPart)))
  if (!inside && !broken && checking.set)
    issues.unshift({
      severity: 'error',
      code: 'code-invalid',
      kind: 'not-in-vs',
      id: 'TX_GENERAL_CC_ERROR_MESSAGE',
      text: `No valid coding was found for the value set '${setName(checking.set)}'`,
    })
  const ok = inside !== undefined && !issues.some((issue) => issue.severity === 'error')
  const shown = inside ?? nothing({})
  const all = {
    ...shown,
    unknownSystems: checks.flatMap((one) => one.unknownSystems),
    missing: checks.flatMap((one) => one.missing),
  }
  return answerOf(all, issues, ok, concept)
}

/** One coding of several need not be in the value set. */
function asPart(issue: IssueSpec): IssueSpec {
  return issue.kind === 'not-in-vs' && issue.severity === 'error'
    ? { ...issue, severity: 'information', kind: 'this-code-not-in-vs', quiet: true }
    : issue
}

function distinct(issues: readonly IssueSpec[]): IssueSpec[] {
  const seen = new Set<string>()
  return issues.filter((one) => {
    const key = `${one.id} ${one.text} ${one.at ?? ''}`
    return !seen.has(key) && seen.add(key)
  })
}

function answerOf(
  checked: Checked,
  issues: readonly IssueSpec[],
  ok: boolean,
  concept?: CodeableConcept,
): Parameters {
  const { coding, membership } = checked
  const shown = membership.concept
  const parameter: ParametersParameter[] = [{ name: 'result', valueBoolean: ok }]
  const message = [...new Set(issues.filter((one) => !one.quiet).map((one) => one.text))].sort().join('; ')
  if (coding.code !== undefined) parameter.push({ name: 'code', valueCode: shown?.code ?? coding.code })
  if (coding.system !== undefined) parameter.push({ name: 'system', valueUri: coding.system })
  const version = membership.provider?.head.version
  if (version !== undefined) parameter.push({ name: 'version', valueString: version })
  if (checked.display !== undefined) parameter.push({ name: 'display', valueString: checked.display })
  if (concept) parameter.push({ name: 'codeableConcept', valueCodeableConcept: concept })
  if (shown?.inactive) parameter.push({ name: 'inactive', valueBoolean: true })
  if (shown?.inactive && shown.status !== undefined && shown.status !== 'inactive')
    parameter.push({ name: 'status', valueCode: shown.status })
  for (const system of checked.unknownSystems) parameter.push(canonicalPart('x-unknown-system', system))
  for (const system of checked.missing) parameter.push(canonicalPart('x-caused-by-unknown-system', system))
  if (message !== '') parameter.push({ name: 'message', valueString: message })
  if (issues.length > 0) parameter.push({ name: 'issues', resource: outcomeOfIssues(issues) })
  return { resourceType: 'Parameters', parameter }
}

const canonicalPart = (name: string, valueCanonical: string): ParametersParameter => ({ name, valueCanonical })

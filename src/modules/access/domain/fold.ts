import type { Condition, Formula, Policy, RequestFacts, RequestTest, ResourceTest } from './condition.ts'

/** A policy as it stands for one request. */
export interface FoldedRule {
  readonly policy: Policy
  readonly when: Formula
}

export interface Rules {
  readonly allows: readonly FoldedRule[]
  readonly refuses: readonly FoldedRule[]
}

/** The policies with the tests of the request worked out; those that can not apply are gone. */
export function rulesFor(policies: readonly Policy[], facts: RequestFacts): Rules {
  const of = (effect: Policy['effect']) =>
    policies
      .filter((policy) => policy.effect === effect)
      .map((policy) => ({ policy, when: fold(policy.when, facts) }))
      .filter(({ when }) => when !== false)
  return { allows: of('allow'), refuses: of('refuse') }
}

/** What must hold of a resource: some rule allows it and none refuses. */
export function formulaOf({ allows, refuses }: Rules): Formula {
  return all([any(allows.map(({ when }) => when)), not(any(refuses.map(({ when }) => when)))])
}

export function fold(condition: Condition, facts: RequestFacts): Formula {
  if ('all' in condition) return all(condition.all.map((one) => fold(one, facts)))
  if ('any' in condition) return any(condition.any.map((one) => fold(one, facts)))
  if ('not' in condition) return not(fold(condition.not, facts))
  return isOfRequest(condition) ? holds(condition, facts) : condition
}

/** The formula for resources of one type: the tests of the type are worked out too. */
export function foldType(formula: Formula, is: (names: readonly string[]) => boolean): Formula {
  return foldTests(formula, (test) => ('type' in test ? is(test.type) : undefined))
}

/** The formula with the tests worked out whose truth is known. */
export function foldTests(formula: Formula, of: (test: ResourceTest) => boolean | undefined): Formula {
  if (typeof formula === 'boolean') return formula
  if ('all' in formula) return all(formula.all.map((one) => foldTests(one, of)))
  if ('any' in formula) return any(formula.any.map((one) => foldTests(one, of)))
  if ('not' in formula) return not(foldTests(formula.not, of))
  return of(formula) ?? formula
}

/** Whether a test says the same of every resource of one patient. Openings can be for one record. */
export function isOfPatient(test: ResourceTest): boolean {
  if ('tie' in test) return test.to === 'patient' && test.tie !== 'grant' && test.tie !== 'glass'
  return 'patientLabel' in test || 'mine' in test || 'related' in test || 'consent' in test
}

/** The truth of a formula when that of its tests is known. */
export function truth(formula: Formula, of: (test: ResourceTest) => boolean): boolean {
  if (typeof formula === 'boolean') return formula
  if ('all' in formula) return formula.all.every((one) => truth(one, of))
  if ('any' in formula) return formula.any.some((one) => truth(one, of))
  if ('not' in formula) return !truth(formula.not, of)
  return of(formula)
}

/** The tests that a formula asks, each once. */
export function testsOf(formula: Formula, into = new Map<string, ResourceTest>()): Map<string, ResourceTest> {
  if (typeof formula === 'boolean') return into
  if ('all' in formula) for (const one of formula.all) testsOf(one, into)
  else if ('any' in formula) for (const one of formula.any) testsOf(one, into)
  else if ('not' in formula) testsOf(formula.not, into)
  else into.set(keyOf(formula), formula)
  return into
}

export const keyOf = (test: ResourceTest): string => JSON.stringify(test)

export function all(parts: readonly Formula[]): Formula {
  const left = parts.filter((part) => part !== true)
  if (left.includes(false)) return false
  return left.length === 0 ? true : left.length === 1 && left[0] !== undefined ? left[0] : { all: left }
}

export function any(parts: readonly Formula[]): Formula {
  const left = parts.filter((part) => part !== false)
  if (left.includes(true)) return true
  return left.length === 0 ? false : left.length === 1 && left[0] !== undefined ? left[0] : { any: left }
}

export function not(part: Formula): Formula {
  if (typeof part === 'boolean') return !part
  return typeof part === 'object' && 'not' in part ? part.not : { not: part }
}

const requestTests = new Set(['role', 'verb', 'purpose', 'kind', 'user', 'hours'])

function isOfRequest(test: Condition): test is RequestTest {
  return Object.keys(test).some((name) => requestTests.has(name))
}

function holds(test: RequestTest, facts: RequestFacts): boolean {
  if ('role' in test) return test.role.some((one) => facts.roles.includes(one))
  if ('verb' in test) return test.verb.includes(facts.verb)
  if ('purpose' in test) return test.purpose.includes(facts.purpose)
  if ('kind' in test) return test.kind.includes(facts.kind)
  if ('user' in test) return test.user.includes(facts.userName)
  const [from, to] = test.hours.map(minutesOf)
  if (from === undefined || to === undefined) return false
  return from <= to ? facts.minute >= from && facts.minute < to : facts.minute >= from || facts.minute < to
}

function minutesOf(clock: string): number {
  const [hours = 0, minutes = 0] = clock.split(':').map(Number)
  return hours * 60 + minutes
}

/** What is left of a condition for resources of one type. */
export const ofType = (formula: Formula, type: string): Formula =>
  foldType(formula, (names) => names.includes(type))

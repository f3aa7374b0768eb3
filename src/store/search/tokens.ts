import { sql } from 'kysely'
import { paramNumber } from '#fhir/search/hash.ts'
import { foldForSearch, tokenCase } from '#fhir/search/index-values.ts'
import type { Parameter } from '#fhir/search/parameter.ts'
import { impliesSystem, indexPlan } from '../definitions.ts'
import { anyOf, type Condition, meets, notTrue } from './compare.ts'
import { badClause, badModifier, tooCostly } from './refusals.ts'
import { plain, type RawClause, splitEscaped } from './request.ts'
import type { Conditions, Scope } from './scope.ts'
import { terminology } from './terminology.ts'
import { why } from './why.ts'

interface Coded {
  readonly system: string
  readonly code: string
}

/** Most codes of a value set or a branch of a hierarchy that one search looks for. */
const mostCodes = 20_000

export async function addToken(
  scope: Scope,
  into: Conditions,
  parameter: Parameter,
  clause: RawClause,
): Promise<void> {
  switch (clause.modifier) {
    case undefined:
      into.tokens.push(tokenTest(scope, parameter, clause.values))
      return
    case 'not':
      into.others.push(notTrue(meets(scope.r, tokenTest(scope, parameter, clause.values).hashes)))
      return
    case 'text':
      into.others.push(
        beginsWith(
          scope,
          `${parameter.code}:text`,
          clause.values.map((value) => foldForSearch(plain(value))),
        ),
      )
      return
    case 'of-type':
      into.tokens.push({ hashes: ofType(scope, parameter, clause) })
      return
    case 'in':
    case 'not-in':
    case 'above':
    case 'below': {
      const hashes = await codedHashes(scope, parameter, clause)
      if (clause.modifier === 'not-in') into.others.push(notTrue(meets(scope.r, hashes)))
      else into.tokens.push({ hashes })
      return
    }
    default:
      throw badModifier(clause)
  }
}

/** The hashes of values `system|code`, `code`, `system|` and `|code`; one whole code also by its column. */
export function tokenTest(scope: Scope, parameter: Parameter, values: readonly string[]) {
  const forms = values.map((value) => formOf(scope, parameter, value))
  const hashes = forms.map((form) => scope.hash(`${parameter.code}=${form}`))
  const { promoted } = indexPlan(scope.ctx.facility, scope.type)
  const [form = ''] = forms
  const [code] = hashes
  const whole = form.includes('|') && !form.endsWith('|')
  if (promoted.code !== parameter.code || forms.length !== 1 || !whole || code === undefined) return { hashes }
  return { hashes, column: { code, other: scope.hash(`${parameter.code}~other=${form}`) } }
}

/** A value as it is hashed. The system of an element that is only a code is the one its value set has. */
function formOf(scope: Scope, parameter: Parameter, value: string): string {
  const given = plain(value)
  const bar = given.lastIndexOf('|')
  if (bar > 0 && impliesSystem(scope.type, parameter, given.slice(0, bar), given.slice(bar + 1)))
    return tokenCase(given.slice(bar + 1))
  return tokenCase(given)
}

function ofType(scope: Scope, parameter: Parameter, clause: RawClause): readonly number[] {
  return clause.values.map((value) => {
    const parts = splitEscaped(value, '|').map(plain)
    const [system = '', code = '', number = ''] = parts
    if (parts.length !== 3 || !code || !number) throw badClause(clause, why('typedValue'))
    return scope.hash(`${parameter.code}:of-type=${system}|${code.toLowerCase()}|${number.toLowerCase()}`)
  })
}

/** Codes of value sets (`:in`) and of branches of a hierarchy (`:above`, `:below`). */
async function codedHashes(scope: Scope, parameter: Parameter, clause: RawClause): Promise<readonly number[]> {
  const hashes: number[] = []
  for (const value of clause.values) {
    const codes =
      clause.modifier === 'in' || clause.modifier === 'not-in'
        ? await codesOf(scope, clause, plain(value))
        : await branchOf(scope, clause, plain(value))
    if (hashes.length + codes.length > mostCodes)
      throw tooCostly(`${clause.name}:${clause.modifier} means more than ${mostCodes} codes`)
    for (const { system, code } of codes)
      hashes.push(scope.hash(`${parameter.code}=${formOf(scope, parameter, `${system}|${code}`)}`))
  }
  return hashes
}

async function codesOf(scope: Scope, clause: RawClause, url: string): Promise<readonly Coded[]> {
  const { codesOfValueSet } = await terminology()
  const codes = await codesOfValueSet(scope.ctx, url)
  if (!codes) throw badClause(clause, why('valueSetUnknown'))
  return codes
}

async function branchOf(scope: Scope, clause: RawClause, value: string): Promise<readonly Coded[]> {
  const bar = value.lastIndexOf('|')
  if (bar <= 0) throw badClause(clause, why('systemAndCode'))
  const [system, code] = [value.slice(0, bar), value.slice(bar + 1)]
  const { ancestorsOf, descendantsOf } = await terminology()
  const others =
    clause.modifier === 'below'
      ? await descendantsOf(scope.ctx, system, code)
      : await ancestorsOf(scope.ctx, system, code)
  if (!others) throw badClause(clause, why('codeSystemUnknown'))
  return [{ system, code }, ...others]
}

/** Rows that carry a text of the dictionary which begins with one of the given. */
export function beginsWith(scope: Scope, dictionary: string, texts: readonly string[]): Condition {
  const starts = texts.map((text) => {
    const like = `${text.replace(/[\\%_]/g, '\\$&')}%`
    const short = `${text.slice(0, 200).replace(/[\\%_]/g, '\\$&')}%`
    return text.length <= 200
      ? sql<boolean>`left(t.value, 200) like ${short}`
      : sql<boolean>`(left(t.value, 200) like ${short} and t.value like ${like})`
  })
  return sql<boolean>`${scope.r}.toks && array(
    select t.token from search_text t where t.facility = ${scope.ctx.facility} and t.type = ${scope.typeNumber}
      and t.param = ${paramNumber(dictionary)} and ${anyOf(starts)})`
}

/** A URI, whole; by its beginning (`:below`), or as the beginning of the given (`:above`). */
export function addUri(scope: Scope, into: Conditions, parameter: Parameter, clause: RawClause): void {
  const values = clause.values.map(plain)
  const hashes = (list: readonly string[]) => list.map((value) => scope.hash(`${parameter.code}=${value}`))
  if (clause.modifier === undefined) into.tokens.push({ hashes: hashes(values) })
  else if (clause.modifier === 'below') into.others.push(beginsWith(scope, `${parameter.code}:below`, values))
  else if (clause.modifier === 'above') into.tokens.push({ hashes: hashes(values.flatMap(parentsOf)) })
  else if (clause.modifier === 'not') into.others.push(notTrue(meets(scope.r, hashes(values))))
  else throw badModifier(clause)
}

/** A URI and what it lies below: `http://a/b/c` → itself, `http://a/b`, `http://a/b/`, … */
function parentsOf(uri: string): readonly string[] {
  const found = [uri]
  const start = uri.indexOf('://') + 3
  for (let at = uri.length; found.length < 100; ) {
    at = Math.max(
      uri.lastIndexOf('/', at - 1),
      uri.startsWith('urn:') ? uri.lastIndexOf(/[:.]/.exec(uri.slice(0, at))?.[0] ?? ':', at - 1) : -1,
    )
    if (at < start) return found
    found.push(uri.slice(0, at), uri.slice(0, at + 1))
  }
  return found
}

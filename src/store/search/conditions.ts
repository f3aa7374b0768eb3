import type { Parameter, ParameterKind } from '#fhir/search/parameter.ts'
import { addAny } from './combine.ts'
import { meets, notTrue } from './compare.ts'
import { addComposite } from './composites.ts'
import { addList } from './lists.ts'
import { addNear } from './near.ts'
import { addDate, addNumber } from './ordered.ts'
import { addReference } from './references.ts'
import { badClause } from './refusals.ts'
import type { RawClause } from './request.ts'
import { type Conditions, findParameter, noConditions, type Scope } from './scope.ts'
import { addContent, addIds, addLastUpdated, addText, refuseNamedQuery } from './special.ts'
import { addString } from './strings.ts'
import { addToken, addUri } from './tokens.ts'
import { why } from './why.ts'

export type Adder = (
  scope: Scope,
  into: Conditions,
  parameter: Parameter,
  clause: RawClause,
) => void | Promise<void>

const adders: Readonly<Record<ParameterKind, Adder>> = {
  token: addToken,
  uri: addUri,
  reference: addReference,
  string: addString,
  composite: addComposite,
  date: addDate,
  number: addNumber,
  quantity: addNumber,
  special: addNear,
}

type Special = (scope: Scope, into: Conditions, clause: RawClause) => void | Promise<void>

const specials: Readonly<Record<string, Special>> = {
  _id: addIds,
  _lastUpdated: addLastUpdated,
  _text: addText,
  _content: addContent,
  _list: addList,
  _query: refuseNamedQuery,
}

/** Adds the condition of one clause without a chain. */
export async function addClause(scope: Scope, into: Conditions, clause: RawClause): Promise<void> {
  if (clause.values.every((value) => value === '')) throw badClause(clause, why('noValue'))
  const special = Object.hasOwn(specials, clause.name) ? specials[clause.name] : undefined
  if (special) return special(scope, into, clause)
  const parameter = findParameter(scope.ctx, scope.type, clause.name)
  if (parameter.anyOf.length > 0) return addAlternatives(scope, into, parameter, clause)
  if (clause.modifier === 'missing') return addMissing(scope, into, parameter, clause)
  return adders[parameter.kind](scope, into, parameter, clause)
}

/** A parameter that is others joined by OR; what must be absent must be absent in all of them. */
async function addAlternatives(
  scope: Scope,
  into: Conditions,
  parameter: Parameter,
  clause: RawClause,
): Promise<void> {
  const clauses = parameter.anyOf.map((name) => ({ ...clause, name }))
  const { modifier } = clause
  if (modifier === 'not' || modifier === 'not-in' || (modifier === 'missing' && clause.values[0] === 'true')) {
    for (const one of clauses) await addClause(scope, into, one)
    return
  }
  const parts: Conditions[] = []
  for (const one of clauses) {
    const part = noConditions()
    await addClause(scope, part, one)
    parts.push(part)
  }
  addAny(scope, into, parts)
}

function addMissing(scope: Scope, into: Conditions, parameter: Parameter, clause: RawClause): void {
  if (parameter.kind === 'composite') throw badClause(clause, why('compositeMissing'))
  const present = [scope.hash(`${clause.name}:present`)]
  if (clause.values[0] === 'false') into.tokens.push({ hashes: present })
  else if (clause.values[0] === 'true') into.others.push(notTrue(meets(scope.r, present)))
  else throw badClause(clause, why('trueOrFalse'))
}

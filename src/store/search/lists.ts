import { readFileSync } from 'node:fs'
import { type RawBuilder, sql } from 'kysely'
import { parseJsonBytes } from '#fhir/json.ts'
import type { Context } from '#platform/context.ts'
import { typeNumber } from '../definitions.ts'
import { onlyPermitted } from '../permitted.ts'
import { localReference } from '../record-of.ts'
import { conditionOf } from './combine.ts'
import { anyOf, type Condition } from './compare.ts'
import { badClause, badModifier } from './refusals.ts'
import { clauseOf, pairsOf, plain, type RawClause } from './request.ts'
import { type Conditions, noConditions, type Scope } from './scope.ts'
import { why } from './why.ts'

/** Lists that nobody keeps: what is current of a patient, by name and type. http://hl7.org/fhir/R4/lifecycle.html#lists */
const { lists: functional } = JSON.parse(
  readFileSync(new URL('../../../data/fhir/local/functional-lists.json', import.meta.url), 'utf8'),
) as { readonly lists: Readonly<Record<string, Readonly<Record<string, string>>>> }

export const functionalLists: readonly string[] = Object.keys(functional)

interface Named {
  /** Ids of stored lists. */
  readonly stored: readonly string[]
  /** Names of functional ones. */
  readonly functional: readonly string[]
}

function namedIn(clause: RawClause): Named {
  if (clause.modifier !== undefined) throw badModifier(clause)
  const names = clause.values.map((value) => plain(value).replace(/^List\//, ''))
  const unknown = names.find((name) => name.startsWith('$') && !Object.hasOwn(functional, name))
  if (unknown !== undefined)
    throw badClause({ ...clause, values: [unknown] }, why('lists', { words: functionalLists.join(', ') }))
  return {
    stored: names.filter((name) => !name.startsWith('$')),
    functional: names.filter((name) => name.startsWith('$')),
  }
}

/** Members of a List. http://hl7.org/fhir/R4/search.html#list */
export async function addList(scope: Scope, into: Conditions, clause: RawClause): Promise<void> {
  const named = namedIn(clause)
  const members = await membersOf(scope.ctx, named.stored)
  const found = new Set(members.flatMap((one) => (one.type === scope.type ? [one.id] : [])))
  if (named.functional.length === 0) {
    into.ids = into.ids ? into.ids.filter((id) => found.has(id)) : [...found]
    return
  }
  const parts = [sql<boolean>`${scope.r}.id = any(${[...found]}::text[])`]
  for (const name of named.functional) {
    const part = await currentOf(scope, name)
    if (part) parts.push(part)
  }
  into.others.push(anyOf(parts))
}

/** What a functional list asks of a type; undefined when it never holds one. */
async function currentOf(scope: Scope, name: string): Promise<Condition | undefined> {
  const query = functional[name]?.[scope.type]
  if (query === undefined) return undefined
  const conditions = noConditions()
  for (const [key, value] of pairsOf(query)) await scope.search.add(scope, conditions, clauseOf(key, value))
  return conditionOf(scope, conditions)
}

/** That a version is of a member of lists: of any version, unless the list names one. */
export async function versionsOfLists(
  ctx: Context,
  value: string,
  scopeOf: (type: string) => Scope,
): Promise<RawBuilder<boolean>> {
  const named = namedIn(clauseOf('_list', value))
  const members = await membersOf(ctx, named.stored)
  const parts = [
    sql<boolean>`exists (select 1 from unnest(${members.map((one) => typeNumber(one.type))}::smallint[],
      ${members.map((one) => one.id)}::text[], ${members.map((one) => one.version ?? null)}::integer[]) as m(type, id, version)
      where m.type = v.type and m.id = v.id and (m.version is null or m.version = v.version))`,
  ]
  for (const name of named.functional)
    for (const type of Object.keys(functional[name] ?? {})) {
      const scope = scopeOf(type)
      const condition = await currentOf(scope, name)
      if (condition)
        parts.push(sql<boolean>`(v.type = ${scope.typeNumber} and v.id in (select ${scope.r}.id from resource ${scope.r}
          where ${scope.r}.facility = ${ctx.facility} and ${scope.r}.type = ${scope.typeNumber} and ${condition}))`)
    }
  return anyOf(parts)
}

interface Member {
  readonly type: string
  readonly id: string
  readonly version: number | undefined
}

interface ListEntry {
  readonly deleted?: boolean
  readonly item?: { readonly reference?: string }
}

async function membersOf(ctx: Context, lists: readonly string[]): Promise<readonly Member[]> {
  const seen = await onlyPermitted(
    ctx,
    lists.map((id) => ({ type: 'List', id })),
  )
  if (seen.length === 0) return []
  const { rows } = await sql<{ content: Buffer }>`
    select content from resource where facility = ${ctx.facility} and type = ${typeNumber('List')}
      and id = any(${seen.map(({ id }) => id)}::text[])`.execute(ctx.db)
  return rows.flatMap(({ content }) => {
    const { entry = [] } = parseJsonBytes(content) as { readonly entry?: readonly ListEntry[] }
    return entry
      .filter((one) => one.deleted !== true)
      .flatMap((one) => {
        const to = localReference(ctx, one.item?.reference)
        return to ? [{ type: to.type, id: to.id, version: to.version }] : []
      })
  })
}

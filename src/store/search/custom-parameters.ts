import type { SearchParameter } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { parseJsonBytes } from '#fhir/json.ts'
import type { ParameterRow } from '#fhir/search/parameter.ts'
import type { Config } from '#platform/config.ts'
import type { Context } from '#platform/context.ts'
import { applyParameters, compileOwn, parameters, publishedRows, structures, typeNumber } from '../definitions.ts'
import { storeErrors } from '../errors.ts'
import type { Commit } from '../write.ts'

/** How long a process goes without looking whether others have changed the facility's parameters. */
const keptMs = 2000
/** After a change of its own a process looks every time, until it is committed for sure. */
const unsettledMs = 5000

interface Known {
  checkedAt: number
  unsettledUntil: number
  seq: number
}

/** By the settings of the program and the facility: one process may serve several databases in turn, as tests do. */
const known = new WeakMap<Config, Map<number, Known>>()

function stateOf({ config, facility }: Context): Known {
  const facilities = known.get(config) ?? new Map<number, Known>()
  known.set(config, facilities)
  const state = facilities.get(facility) ?? { checkedAt: 0, unsettledUntil: 0, seq: -1 }
  facilities.set(facility, state)
  return state
}

/** Takes up the SearchParameter resources of the facility when they have changed. */
export async function knowParameters(ctx: Context): Promise<void> {
  const state = stateOf(ctx)
  const now = Date.now()
  if (now - state.checkedAt < keptMs && now > state.unsettledUntil) return
  const { rows } = await sql<{ seq: number | null }>`
    select max(seq) as seq from resource_version where facility = ${ctx.facility}
      and type = ${typeNumber('SearchParameter')} and version > 0`.execute(ctx.db)
  const seq = rows[0]?.seq ?? 0
  if (seq !== state.seq) await load(ctx)
  state.seq = seq
  state.checkedAt = now
}

async function load(ctx: Context): Promise<void> {
  const { rows } = await sql<{ content: Buffer }>`
    select content from resource where facility = ${ctx.facility}
      and type = ${typeNumber('SearchParameter')}`.execute(ctx.db)
  const own = rows.map((row) => parseJsonBytes(row.content) as SearchParameter).filter(isOwn)
  const codes = new Map(own.map((one) => [one.url, one.code]))
  const made = own.flatMap((one) => rowOf(one, codes))
  applyParameters(ctx.facility, made.length > 0 ? compileOwn(made) : undefined)
}

/** A parameter that is in use and that the standard does not define. */
function isOwn(one: SearchParameter): boolean {
  const inUse = one.status === 'active' || one.status === 'draft'
  return inUse && publishedRows[idOf(one.url)] === undefined
}

const idOf = (url: string | undefined) => (url ?? '').replace(/^http:\/\/hl7\.org\/fhir\/SearchParameter\//, '')

/** The parameter for the types where no published one has its code. */
function rowOf(
  one: SearchParameter,
  codes: ReadonlyMap<string | undefined, string | undefined>,
): readonly ParameterRow[] {
  const base = (one.base ?? []).filter((type) => !parameters.of(type).has(one.code ?? ''))
  if (!one.code || !one.type || base.length === 0) return []
  const component = one.component?.map((part): [string, string] => {
    const url = part.definition?.split('|', 1)[0]
    return [codes.get(url) ?? publishedRows[idOf(url)]?.code ?? '', part.expression ?? '']
  })
  return [
    {
      code: one.code,
      type: one.type,
      base,
      ...(one.expression ? { expression: one.expression } : {}),
      ...(one.target ? { target: one.target } : {}),
      ...(component ? { component } : {}),
    },
  ]
}

/** A step of commit: knows the parameters to index by, and refuses new ones that could never run. */
export async function checkParameters(ctx: Context, commit: Commit): Promise<void> {
  await knowParameters(ctx)
  const changed = commit.writes.filter((write) => write.type === 'SearchParameter')
  if (changed.length === 0) return
  stateOf(ctx).unsettledUntil = Date.now() + unsettledMs
  for (const { after } of changed) {
    const given = after as SearchParameter | undefined
    if (!given?.expression || !isOwn(given)) continue
    const reason = whyNot(given)
    if (reason !== undefined)
      throw storeErrors.searchParameter({ code: given.code ?? '', reason: reason.slice(0, 200) })
  }
}

/** FHIR types that a kind of parameter can read; every type has some word for a token. */
const readable: Partial<Readonly<Record<string, RegExp>>> = {
  number: /^(integer|decimal|positiveInt|unsignedInt|Range)$/,
  date: /^(date|dateTime|instant|Period|Timing)$/,
  quantity: /^(Quantity|SimpleQuantity|Age|Count|Distance|Duration|Money|Range)$/,
  reference: /^(Reference|canonical|uri|Resource)$/,
  uri: /^(uri|url|canonical|oid|uuid)$/,
}

/** Why a parameter finds nothing in one of its types; undefined when it can run. */
function whyNot(given: SearchParameter): string | undefined {
  if (given.type === 'composite' || given.type === 'special') return undefined
  const row = {
    code: `own ${given.code}`,
    type: given.type ?? '',
    base: given.base ?? [],
    expression: given.expression ?? '',
  }
  const made = compileOwn([row])
  for (const type of row.base) {
    if (!structures.isResource(type)) continue
    const found = made.of(type).get(row.code)
    if (!found) return made.unsupportedOf(type).find((one) => one.code === row.code)?.reason ?? 'it finds nothing'
    const fits = readable[row.type]
    if (fits && found.types.size > 0 && ![...found.types].some((one) => fits.test(one)))
      return `a ${row.type} cannot be read from ${[...found.types].join(', ')}`
  }
  return undefined
}

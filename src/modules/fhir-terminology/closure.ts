import type { Coding, ConceptMap, ConceptMapGroup, Parameters } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { failures } from '#fhir/terminology/issues.ts'
import { Inputs } from '#fhir/terminology/parameters.ts'
import { pickProvider } from '#fhir/terminology/resolve.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { terminologySource } from '#store/terminology/index.ts'

interface Row {
  readonly system: string
  readonly code: string
  readonly version: number
}

/** Most codes a client may keep under one name. */
const mostKept = 5000

/** `$closure`: which of the codes of a client stand above others. http://hl7.org/fhir/R4/conceptmap-operation-closure.html */
export async function closure(ctx: Context, parameters: Parameters): Promise<ConceptMap> {
  const inputs = new Inputs(parameters)
  const name = inputs.text('name') ?? ''
  const codings = inputs.all('concept').flatMap((one) => one.valueCoding ?? [])
  const since = inputs.text('version')
  return inTransaction(ctx, async (tx) => {
    await sql`select pg_advisory_xact_lock(hashtext(${`closure ${name}`}), ${tx.facility})`.execute(tx.db)
    if (codings.length === 0 && since === undefined) return opened(tx, name)
    const known = await rowsOf(tx, name)
    if (known.length === 0)
      throw failures.notFound(`The closure table '${name}' is not known: open it without concepts`)
    const last = Math.max(...known.map((row) => row.version))
    if (since !== undefined) return mapOf(tx, name, last, await relations(tx, known, newSince(known, since)))
    const added = await add(tx, name, known, codings, last + 1)
    return mapOf(tx, name, last + 1, await relations(tx, [...known, ...added], added))
  })
}

function newSince(known: readonly Row[], since: string): readonly Row[] {
  const version = Number(since)
  if (!Number.isInteger(version) || version < 0) throw failures.invalid(`version '${since}' is none of this table`)
  return known.filter((row) => row.version > version && row.code !== '')
}

async function opened(ctx: Context, name: string): Promise<ConceptMap> {
  await sql`delete from concept_closure where facility = ${ctx.facility} and name = ${name}`.execute(ctx.db)
  await sql`insert into concept_closure (facility, name, version, system, code)
    values (${ctx.facility}, ${name}, 0, '', '')`.execute(ctx.db)
  return mapOf(ctx, name, 0, [])
}

async function rowsOf(ctx: Context, name: string): Promise<readonly Row[]> {
  const { rows } = await sql<Row>`
    select system, code, version from concept_closure
    where facility = ${ctx.facility} and name = ${name}`.execute(ctx.db)
  return rows
}

async function add(
  ctx: Context,
  name: string,
  known: readonly Row[],
  codings: readonly Coding[],
  version: number,
): Promise<readonly Row[]> {
  const have = new Set(known.map((row) => `${row.system}|${row.code}`))
  const added: Row[] = []
  for (const { system = '', code = '' } of codings) {
    const key = `${system}|${code}`
    if (have.has(key)) continue
    have.add(key)
    await refuseUnknown(ctx, system, code)
    added.push({ system, code, version })
  }
  if (have.size > mostKept) throw failures.tooCostly(name, mostKept)
  await sql`insert into concept_closure (facility, name, version, system, code)
    select ${ctx.facility}, ${name}, ${version}, system, code
    from unnest(${added.map((row) => row.system)}::text[], ${added.map((row) => row.code)}::text[]) as u(system, code)`.execute(
    ctx.db,
  )
  return added
}

async function refuseUnknown(ctx: Context, system: string, code: string): Promise<void> {
  const provider = pickProvider(await terminologySource(ctx).codeSystems(system), undefined)
  if (!provider) throw failures.notFound(`A definition for CodeSystem '${system}' could not be found`)
  if (!(await provider.find(code))) throw failures.notFound(`Unknown code '${code}' in the CodeSystem '${system}'`)
}

/** Pairs of which at least one code is new: `[system, code, code above]`. */
async function relations(
  ctx: Context,
  all: readonly Row[],
  added: readonly Row[],
): Promise<[string, string, string][]> {
  const source = terminologySource(ctx)
  const isNew = new Set(added.map((row) => `${row.system}|${row.code}`))
  const systems = new Set(added.map((row) => row.system))
  const found: [string, string, string][] = []
  for (const system of systems) {
    const provider = pickProvider(await source.codeSystems(system), undefined)
    const codes = all.filter((row) => row.system === system).map((row) => row.code)
    for (const code of provider ? codes : []) {
      const above = await provider?.ancestors(code)
      for (const other of codes)
        if (above?.has(other) && (isNew.has(`${system}|${code}`) || isNew.has(`${system}|${other}`)))
          found.push([system, code, other])
    }
  }
  return found
}

function mapOf(
  ctx: Context,
  name: string,
  version: number,
  pairs: readonly (readonly [system: string, code: string, above: string])[],
): ConceptMap {
  const groups = new Map<string, Map<string, string[]>>()
  for (const [system, code, above] of pairs) {
    const group = groups.get(system) ?? new Map<string, string[]>()
    groups.set(system, group)
    group.set(code, [...(group.get(code) ?? []), above])
  }
  const group = [...groups].map(
    ([system, elements]): ConceptMapGroup => ({
      source: system,
      target: system,
      element: [...elements].map(([code, above]) => ({
        code,
        target: above.map((one) => ({ code: one, equivalence: 'subsumes' as const })),
      })),
    }),
  )
  return {
    resourceType: 'ConceptMap',
    version: String(version),
    name,
    status: 'active',
    experimental: true,
    date: ctx.now().toISOString(),
    ...(group.length === 0 ? {} : { group }),
  }
}

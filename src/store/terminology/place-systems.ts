import type { CodeSystem } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { isLargeSystem } from '#fhir/terminology/large-system.ts'
import type { Context } from '#platform/context.ts'
import type { Commit, Write } from '../write.ts'
import type { Load } from './concept-load.ts'
import { loadSystem } from './load-system.ts'

/** Keeps the rows of large code systems as their resources are: in the transaction that stores them. */
export async function placeSystems(ctx: Context, commit: Commit): Promise<void> {
  for (const write of commit.writes) if (write.type === 'CodeSystem') await placeSystem(ctx, write)
}

async function placeSystem(ctx: Context, { id, after }: Write): Promise<void> {
  const list = `CodeSystem/${id}`
  const system = isLargeSystem(after) && hasRows(after) ? after : undefined
  if (!system || (await isLoaded(ctx, system))) return forget(ctx, id, list)
  await sql`
    delete from code_system where facility = ${ctx.facility} and resource = ${id}
      and (url, version) is distinct from (${system.url ?? ''}, ${system.version ?? ''})`.execute(ctx.db)
  await loadSystem(ctx, { list, file: list, resource: system, owner: id, endAbsent: replaceAbsent })
}

const hasRows = (system: CodeSystem) => system.url !== undefined && system.content !== 'supplement'

/** A list that the facility loaded itself under the same name stays what is asked. */
async function isLoaded(ctx: Context, { url = '', version = '' }: CodeSystem): Promise<boolean> {
  const { rows } = await sql`
    select from code_system
    where facility = ${ctx.facility} and url = ${url} and version = ${version} and resource is null`.execute(
    ctx.db,
  )
  return rows.length > 0
}

async function forget(ctx: Context, id: string, list: string): Promise<void> {
  const { rows } = await sql`
    delete from code_system where facility = ${ctx.facility} and resource = ${id} returning url`.execute(ctx.db)
  if (rows.length === 0) return
  for (const table of ['concept', 'concept_word', 'code_list'])
    await sql`delete from ${sql.table(table)} where facility = ${ctx.facility} and system = ${list}`.execute(
      ctx.db,
    )
}

/** What the resource no longer has was a mistake of its version: it counts no more. */
async function replaceAbsent(ctx: Context, load: Load, codes: readonly string[]): Promise<number> {
  const { numAffectedRows } = await sql`
    update concept set replaced_by = ${load.id}
    where facility = ${ctx.facility} and system = ${load.system} and replaced_by is null
      and not (code = any(${[...codes]}))`.execute(ctx.db)
  return Number(numAffectedRows ?? 0)
}

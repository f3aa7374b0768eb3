import type { Resource } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { indexResource } from '#fhir/search/index-resource.ts'
import { validateResource } from '#fhir/validate.ts'
import type { Context } from '#platform/context.ts'
import { indexPlan, structures, typeNumber } from './definitions.ts'
import { localReference } from './record-of.ts'
import { addReferringTokens, referringToken } from './referring.ts'
import { type StoredRow, storedOf } from './stored-version.ts'
import type { StoredVersion } from './types.ts'

export interface Mention extends StoredVersion {
  readonly typeNumber: number
}

/** Whether a reference leads to a resource of this server, whatever its form; one to a fixed version does not count. */
export function leadsTo(ctx: Context, type: string, id: string): (reference: string) => boolean {
  return (reference) => {
    const local = localReference(ctx, reference)
    return local?.type === type && local.id === id && local.version === undefined
  }
}

/**
 * Current resources that refer to one, in the order of type and id: the next ones after `after`.
 * Every reference counts, also those that no search parameter reads (store/referring.ts).
 */
export async function findMentions(
  ctx: Context,
  type: string,
  id: string,
  after: { readonly typeNumber: number; readonly id: string } | undefined,
  limit: number,
): Promise<readonly Mention[]> {
  const { rows } = await sql<StoredRow>`
    select r.type, r.id, r.version, r.recorded_at, r.content, r.hash, r.patient
    from (select * from resource where toks @> ${[referringToken(ctx.facility, type, id)]}::bigint[] offset 0) r
    where r.facility = ${ctx.facility} and (r.type, r.id) > (${after?.typeNumber ?? 0}::smallint, ${after?.id ?? ''})
      and not (r.type = ${typeNumber(type)} and r.id = ${id})
    order by r.type, r.id limit ${limit}`.execute(ctx.db)
  return rows.map((row) => ({ ...storedOf(row), typeNumber: row.type }))
}

/** A resource and how it would read if it could be rewritten. */
export interface Refiled {
  readonly type: string
  readonly id: string
  readonly asIf: Resource
  readonly patient: string | undefined
}

/**
 * Lets closed or signed resources be found under another patient. Their bytes, versions and hashes stay; only the
 * index says where they are filed.
 */
export async function refile(ctx: Context, members: readonly Refiled[]): Promise<void> {
  if (members.length === 0) return
  const toks = members.map((one) => {
    const index = indexResource(indexPlan(ctx.facility, one.type), one.asIf)
    addReferringTokens(ctx, index, validateResource(structures, one.asIf).references)
    return [...index.toks]
  })
  await sql`select store_refile(${ctx.facility}, ${members.map((one) => typeNumber(one.type))}::smallint[],
    ${members.map((one) => one.id)}::text[], ${members.map((one) => one.patient ?? null)}::text[],
    ${JSON.stringify(toks)}::json)`.execute(ctx.db)
}

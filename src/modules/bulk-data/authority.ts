import { seesAll } from '#modules/access/index.ts'
import { actingNow } from '#modules/identity/index.ts'
import type { Actor, Context } from '#platform/context.ts'
import { can } from '#platform/permission.ts'
import { bulkErrors } from './errors.ts'
import type { JobRow } from './job-rows.ts'

/** By what right a bulk job was asked for; stands in its manifest and in the journal. */
export interface Authority {
  readonly actor: string
  readonly name: string
  readonly kind: Actor['kind']
  readonly roles: readonly string[]
  /** Scopes of the token; absent when it was asked for in a session of a browser. */
  readonly scope?: string
  /** The rules of access hold nothing back. */
  readonly reach: 'everything'
}

/** Bulk data are not filtered: only who sees everything asks for them. Throws for all others. */
export function requireWhole(ctx: Context): Authority {
  const { id, name, kind, roles, tokenScope, scopes } = ctx.actor
  if (ctx.access || scopes || !seesAll(ctx)) throw bulkErrors.wholeOnly()
  return {
    actor: id,
    name,
    kind,
    roles,
    ...(tokenScope === undefined ? {} : { scope: tokenScope }),
    reach: 'everything',
  }
}

/** Throws unless whoever asked for a job may still have it done. */
export async function requireStill(ctx: Context, job: JobRow): Promise<void> {
  const actor = await actingNow(ctx, job.actor)
  const permission = job.kind === 'export' ? 'fhir.export' : 'fhir.import'
  if (!actor || !can(actor, permission) || !seesAll({ ...ctx, actor })) throw bulkErrors.noLonger()
}

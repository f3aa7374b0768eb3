import { type Kysely, sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { idsOf } from './search.ts'

/** Patient p, whom the conditions are of. */
export const patient = { resourceType: 'Patient', id: 'p' }

export const condition = (id: string, text: string) => ({
  resourceType: 'Condition' as const,
  id,
  subject: { reference: 'Patient/p' },
  code: { text },
})

/** Ids of the conditions that `_content` finds, sorted. */
export async function withWords(ctx: Context, query: string): Promise<readonly string[]> {
  return [...(await idsOf(ctx, 'Condition', `_content=${encodeURIComponent(query)}`))].sort()
}

/** Copies of condition c0 with the ids `copy<from>` to `copy<to>`: as if written by commits, without the time that takes. */
export async function copyCondition(owner: Kysely<unknown>, from: number, to: number): Promise<void> {
  await sql`
    with made as (insert into resource (facility, type, id, version, recorded_at, patient, code, ct, ct_end, toks, content, hash, side)
      select r.facility, r.type, 'copy' || g, 1, r.recorded_at, 'other', r.code, r.ct, r.ct_end, r.toks, r.content, r.hash, r.side
      from resource r cross join generate_series(${from}::integer, ${to}::integer) g where r.id = 'c0')
    insert into resource_version (facility, type, id, version, seq, kind, recorded_at, actor, patient, content, hash)
      select v.facility, v.type, 'copy' || g, 1, nextval('store_seq'), 'c', v.recorded_at, v.actor, 'other', v.content, v.hash
      from resource_version v cross join generate_series(${from}::integer, ${to}::integer) g where v.id = 'c0'`.execute(
    owner,
  )
}

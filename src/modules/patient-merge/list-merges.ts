import { sql } from 'kysely'
import { present } from '#kernel/present.ts'
import { patientsById } from '#modules/patients/index.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import type { MergeList, MergePerson, MergeRecord } from './contract.ts'

const perPage = 100

interface Row {
  readonly id: string
  readonly source: string
  readonly target: string
  readonly reason: string
  readonly at: Date
  readonly actor: string
  readonly undone_at: Date | null
  readonly undone_by: string | null
  readonly moved: string
  readonly refiled: string
  readonly onward: boolean
}

/** Merges, newest first (their ids grow with time), the undone ones too. */
export async function listMerges(ctx: Context, before: string | undefined): Promise<MergeList> {
  const { rows } = await sql<Row>`
    select m.id, m.source, m.target, m.reason, m.at, coalesce(a.name, m.actor) as actor,
      m.undone_at, coalesce(u.name, m.undone_by) as undone_by, c.moved, c.refiled,
      exists (select from patient_merge n
        where n.facility = m.facility and n.source = m.target and n.undone_at is null) as onward
    from patient_merge m
    left join account a on a.facility = m.facility and a.id::text = m.actor
    left join account u on u.facility = m.facility and u.id::text = m.undone_by
    cross join lateral (
      select count(*) filter (where how <> 'refiled') as moved, count(*) filter (where how = 'refiled') as refiled
      from patient_merge_change where facility = m.facility and merge_id = m.id) c
    where m.facility = ${ctx.facility} and (${before ?? null}::uuid is null or m.id < ${before ?? null}::uuid)
    order by m.id desc limit ${perPage + 1}`.execute(ctx.db)
  const page = rows.slice(0, perPage)
  const ids = page.flatMap((row) => [row.source, row.target])
  const people = await patientsById(ctx, ids)
  await auditView(ctx, { kind: 'patient-merge', entities: [...new Set(ids)].map((id) => `Patient/${id}`) })
  const last = page.at(-1)
  return {
    merges: page.map((row) => recordOf(row, (id) => people.get(id) ?? { id, name: id, sex: 'unknown' })),
    ...(rows.length > perPage && last ? { next: last.id } : {}),
  }
}

function recordOf(row: Row, person: (id: string) => MergePerson): MergeRecord {
  return {
    id: row.id,
    source: person(row.source),
    target: person(row.target),
    reason: row.reason,
    at: row.at.toISOString(),
    by: row.actor,
    moved: Number(row.moved),
    refiled: Number(row.refiled),
    mergedOnward: row.onward,
    ...present({ undoneAt: row.undone_at?.toISOString(), undoneBy: row.undone_by ?? undefined }),
  }
}

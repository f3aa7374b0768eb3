import type pg from 'pg'

/** Every table and index looked through by PostgreSQL's own checks; what they find. */
export async function checkPages(
  owner: pg.Pool,
): Promise<{ readonly relations: number; readonly faults: readonly string[] }> {
  const client = await owner.connect()
  try {
    await client.query('create extension if not exists amcheck')
    await client.query('create extension if not exists pg_visibility')
    const { rows } = await client.query<{ oid: number; name: string; kind: string; method: string }>(`
      select c.oid::int, c.oid::regclass::text as name, c.relkind as kind, coalesce(am.amname, '') as method
      from pg_class c left join pg_am am on am.oid = c.relam left join pg_index i on i.indexrelid = c.oid
      where c.relkind in ('r', 'm', 't', 'i') and c.relpersistence = 'p' and (i.indexrelid is null or i.indisvalid)`)
    const faults: string[] = []
    for (const { oid, name, kind, method } of rows) {
      const asked = questionsFor(kind, method)
      for (const question of asked) {
        const fault = await client.query<{ fault: string }>(question, [oid]).then(
          (found) => found.rows[0]?.fault,
          (error: Error) => error.message,
        )
        if (fault) faults.push(`${name}: ${fault}`)
      }
    }
    return { relations: rows.length, faults }
  } finally {
    client.release()
  }
}

function questionsFor(kind: string, method: string): readonly string[] {
  if (kind === 'i')
    return method === 'btree' ? ['select null as fault from bt_index_check($1::oid::regclass, true)'] : []
  return [
    'select msg as fault from verify_heapam($1::oid::regclass) limit 1',
    `select 'visibility map' as fault from pg_check_visible($1::oid::regclass) limit 1`,
  ]
}

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { openExport } from '#modules/exit/import/export-folder.ts'
import { exportAll, importAll } from '#modules/exit/index.ts'
import { ensureDemoSigners, verifyHospital } from '#modules/signing/index.ts'
import type { Context, Db } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { asOwner, withContext } from '../support/database.ts'

export interface ExitRun {
  readonly resources: number
  readonly rows: number
  readonly equal: number
  readonly faults: readonly string[]
  readonly seconds: { readonly out: number; readonly verify: number; readonly in: number }
  readonly megabytes: number
}

/** Resources in bulk, as their rows: readings of blood pressure in three versions each third, and some that are gone. */
export async function fillStore(owner: Db, count: number): Promise<void> {
  const atOnce = 50_000
  for (let from = 0; from < count; from += atOnce) {
    const to = Math.min(count, from + atOnce)
    await sql`
      with made as (
        select i, 'bulk-' || lpad(i::text, 9, '0') as id, v as version, nextval('store_seq') as seq,
          (select t.id from resource_type t where t.name = 'Observation') as type,
          case when i % 97 = 0 and v = last then 'd' when v = 1 then 'c' else 'u' end as kind, last
        from generate_series(${from}::int, ${to - 1}::int) i
        cross join lateral (select 1 + (i % 3) / 2 + (i % 97 = 0)::int as last offset 0) l
        cross join lateral generate_series(1, l.last) v),
      told as (
        select m.*, case when kind = 'd' then ''::bytea else convert_to('{"resourceType":"Observation","id":"' || id
          || '","meta":{"versionId":"' || version || '"},"status":"final","code":{"text":"Huyết áp"},"note":[{"text":"'
          || repeat(md5(i::text || version::text), 6) || '"}],"valueQuantity":{"value":' || 90 + i % 70
          || '.0,"unit":"mmHg"},"subject":{"reference":"Patient/bulk"}}', 'UTF8') end as content from made m),
      versions as (
        insert into resource_version (facility, type, id, version, seq, kind, recorded_at, actor, patient, content, hash,
          leaf_xid, leaf_hash)
        select 1, type, id, version, seq, kind::"char", '2026-11-01'::timestamptz + i * interval '1 second', 'bulk', 'bulk',
          content, sha256(content), pg_current_xact_id(),
          ledger_leaf_hash('version', 1, 'Observation/' || id || '/_history/' || version, sha256(content)) from told)
      insert into resource (facility, type, id, version, recorded_at, patient, ct, ct_end, toks, content, hash)
      select 1, type, id, version, '2026-11-01'::timestamptz + i * interval '1 second', 'bulk', i, i, array[i::bigint],
        content, sha256(content)
      from told where version = last and kind <> 'd'`.execute(owner)
  }
}

/** Sums that nothing of the export or the import has made; what they note in the journal is left out. */
async function sumsOf(owner: Db): Promise<string> {
  const sum = (hash: string) =>
    sql`sum(('x' || substr(encode(sha256(${sql.raw(hash)}), 'hex'), 1, 15))::bit(60)::bigint)::text`
  const { rows } = await sql`
    select (select count(*) from resource_version) as versions, (select count(*) from resource) as current,
      (select ${sum(`content || convert_to(type || id || version || seq || recorded_at, 'UTF8')`)} from resource_version) as v,
      (select ${sum(`content || convert_to(id || version || toks::text || ct, 'UTF8')`)} from resource) as c,
      (select ${sum(`leaf_hash || convert_to(position || ' ' || seq, 'UTF8')`)} from ledger_position) as l,
      (select ${sum(`convert_to(content, 'UTF8')`)} from audit_event
        where action not in ('export', 'import')) as a`.execute(owner)
  return JSON.stringify(rows[0])
}

/** Fills a hospital, takes everything out, into a new installation, and out again. */
export async function exitRun(count: number, tell: (line: string) => void = () => {}): Promise<ExitRun> {
  const root = mkdtempSync(join(tmpdir(), 'lanong-exit-'))
  const [here, there] = [join(root, 'here'), join(root, 'there')]
  const faults: string[] = []
  const seconds = { out: 0, verify: 0, in: 0 }
  const timed = async <T>(what: keyof typeof seconds, work: () => Promise<T>): Promise<T> => {
    const startedAt = Date.now()
    const value = await work()
    seconds[what] += (Date.now() - startedAt) / 1000
    tell(`${what}: ${seconds[what].toFixed(1)} s`)
    return value
  }
  const verify = (folder: string) =>
    timed('verify', async () => {
      const verdict = verifyHospital(openExport(folder).files)
      if (!verdict?.ok) faults.push(`${folder}: ${JSON.stringify(verdict?.faults.slice(0, 3))}`)
    })
  const out = (ctx: Context, folder: string) =>
    timed('out', () => asOwner(ctx.db, (owner) => exportAll(ctx, owner, folder, () => {})))
  try {
    // One installation at a time: ten million resources are 60 GB as it is.
    const { left, before } = await withContext(async (ctx) => {
      await prepare(ctx)
      await asOwner(ctx.db, (owner) => fillStore(owner, count))
      const left = await out(ctx, here)
      return { left, before: await asOwner(ctx.db, sumsOf) }
    })
    await verify(here)
    return await withContext(async (other) => {
      const taken = await timed('in', () =>
        asOwner(other.db, (owner) => importAll(other, owner, here, { step: () => {} })),
      )
      rmSync(here, { recursive: true })
      const after = await asOwner(other.db, sumsOf)
      if (after !== before) faults.push(`sums: ${before} became ${after}`)
      await prepare(other)
      await out(other, there)
      await verify(there)
      const megabytes = Math.round(left.bytes / 2 ** 20)
      return { resources: count, rows: left.rows, equal: taken.equal, faults, seconds, megabytes }
    })
  } finally {
    rmSync(root, { recursive: true, force: true })
  }
}

/** A seal for the facility, and a first version and event. */
async function prepare(ctx: Context): Promise<void> {
  const signer = { accountId: 'a', practitionerId: 'practitioner-test', name: 'Người Thử Nghiệm' }
  await ensureDemoSigners(ctx, [signer], 'Bệnh viện Đa khoa Ngàn Phố')
  await commit(ctx, [{ kind: 'create', resource: { resourceType: 'Basic', code: { text: 'bắt đầu' } } }])
}

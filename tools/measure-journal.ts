// How long the questions to the journal take: `node tools/measure-journal.ts [millions of events]`. Throw-away PostgreSQL; the
// events are written as rows by SQL, six tenths in packs of six, over 400 days, 300 accounts and 200,000 patients.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { listAudit } from '../src/modules/audit/list-audit.ts'
import { listUnusual } from '../src/modules/audit/unusual/list-unusual.ts'
import { whoSaw } from '../src/modules/audit/who-saw.ts'
import { workOf } from '../src/modules/audit/work-of.ts'
import type { Context } from '../src/platform/context.ts'
import { startTestDatabase } from '../tests/support/cluster.ts'
import { asOwner, withServices } from '../tests/support/database.ts'
import { contextOf } from '../tests/support/laboratory.ts'

const events = Number(process.argv[2] ?? 10) * 1_000_000
const packed = 6
const rounds = 9
const say = (line: string) => void process.stdout.write(`${line}\n`)

/** The n-th event as text, written as the server does: a doctor has a few patients, a day has a night. */
const told = (n: ReturnType<typeof sql>, at: ReturnType<typeof sql>) => sql`replace(json_build_object(
  'id', gen_random_uuid(), 'at', ${at}, 'facility', 1, 'action', ${action(n)}, 'outcome', ${outcome(n)},
  'actor', ${actor(n)}, 'actorKind', 'person', 'userName', 'u' || (${n} % 300), 'roles', array['doctor'],
  'patient', ${patient(n)}, 'entities', array['Patient/' || ${patient(n)} || '/_history/1'],
  'source', '10.0.0.5:51034', 'requestId', gen_random_uuid())::text, '" : ', '":')`
const action = (
  n: ReturnType<typeof sql>,
) => sql`case when ${n} % 5000 = 7 then 'export' when ${n} % 400 = 3 then 'print'
  when ${n} % 10 = 1 then 'update' else 'view' end`
const outcome = (n: ReturnType<typeof sql>) => sql`case when ${n} % 20000 = 11 then 'refused' else 'success' end`
const actor = (n: ReturnType<typeof sql>) => sql`('00000000-0000-4000-8000-' || lpad((${n} % 300)::text, 12, '0'))`
const patient = (n: ReturnType<typeof sql>) => sql`'p' || ((${n} % 300) * 667 + (${n} / 300 % 667))`
const moment = (n: ReturnType<typeof sql>) =>
  sql`(timestamptz '2025-10-19 00:00+07' + ${n}::double precision / ${events}::double precision * interval '400 days')`

async function write(owner: Kysely<unknown>): Promise<void> {
  const n = sql`g`
  const alone = Math.round(events * 0.4)
  await sql`
    insert into audit_event (facility, seq, id, at, action, outcome, actor, patient, content, hash)
    select 1, g, gen_random_uuid(), ${moment(n)}, ${action(n)}, ${outcome(n)}, ${actor(n)}, ${patient(n)},
      ${told(n, moment(n))}, '\\x00'::bytea from generate_series(1, ${events}::bigint) g where g % 10 < 4`.execute(
    owner,
  )
  const one = sql`(g + i)`
  await sql`
    insert into event_pack (facility, seq, id, at, keys, told, hash)
    select 1, ${events}::bigint + g, gen_random_uuid(), ${moment(sql`g`)}, p.keys, p.told, '\\x00'::bytea
    from generate_series(1, ${events - alone}::bigint, ${packed}) g
    cross join lateral (
      select string_agg(${told(one, moment(sql`g`))}, E'\\n' order by i) as told,
        array_agg(distinct 'actor:' || ${actor(one)}) || array_agg(distinct 'patient:' || ${patient(one)})
          || array_remove(array_agg(distinct case when ${action(one)} in ('export', 'print') then 'action:' || ${action(one)} end), null)
          || array_remove(array_agg(distinct case when ${outcome(one)} <> 'success' then 'outcome:refused' end), null) as keys
      from generate_series(0, ${packed - 1}::integer) i) p`.execute(owner)
  await sql`
    insert into audit_access (facility, actor, patient, day, seen, written, taken, night, first_at, last_at)
    select 1, ${actor(n)}, ${patient(n)}, (${moment(n)} at time zone 'Asia/Ho_Chi_Minh')::date, count(*), 0, 0,
      count(*) filter (where extract(hour from ${moment(n)} at time zone 'Asia/Ho_Chi_Minh') >= 22), min(${moment(n)}), max(${moment(n)})
    from generate_series(1, ${events}::bigint) g group by 2, 3, 4 order by 4`.execute(owner)
  await sql`
    insert into audit_relation (facility, account, patient, kind)
    select 1, ${actor(n)}, ${patient(sql`(g * 7919)`)}, (array['own', 'household', 'neighbour'])[1 + g % 3]
    from generate_series(1, 1500) g on conflict do nothing`.execute(owner)
  await sql`select setval('store_seq', ${2 * events + 100})`.execute(owner)
  for (const table of ['audit_event', 'event_pack', 'audit_access', 'audit_day', 'audit_relation'])
    await sql`vacuum analyze ${sql.table(table)}`.execute(owner)
}

async function time(name: string, ask: () => Promise<number>): Promise<void> {
  const taken: number[] = []
  let rows = 0
  for (let round = 0; round < rounds; round++) {
    const from = performance.now()
    rows = await ask()
    taken.push(performance.now() - from)
  }
  const sorted = taken.toSorted((a, b) => a - b)
  say(
    `${name}: first ${(taken[0] ?? 0).toFixed(0)} ms, median ${(sorted[rounds >> 1] ?? 0).toFixed(0)}, most ${(sorted.at(-1) ?? 0).toFixed(0)}, ${rows} rows`,
  )
}

async function ask(ctx: Context): Promise<void> {
  const list = (query: Parameters<typeof listAudit>[1]) => async () => (await listAudit(ctx, query)).rows.length
  const someone = '00000000-0000-4000-8000-000000000042'
  await time('newest page', list({}))
  await time('all of one patient', list({ patient: 'p28014' }))
  await time('exports', list({ action: 'export' }))
  await time('exports of a year ago', list({ action: 'export', to: '2025-11-20' }))
  await time('refusals', list({ outcome: 'refused' }))
  await time('one account on one day', list({ actor: someone, from: '2026-03-03', to: '2026-03-03' }))
  await time('changes of one account', list({ actor: someone, action: 'update' }))
  await time('changes and rare acts of one account', list({ actor: someone, action: 'update,delete,merge,sign' }))
  await time('prints of one account', list({ actor: someone, action: 'print' }))
  await time('an account that did nothing', list({ actor: 'nobody-here' }))
  await time('who saw a patient', async () => (await whoSaw(ctx, 'p28014', {})).people.length)
  await time('what a person did in thirty days', async () => (await workOf(ctx, someone, {})).patients.length)
  await time('unusual in seven days', async () => (await listUnusual(ctx, {})).rows.length)
  await time('unusual in a month', async () => (await listUnusual(ctx, { from: '2026-10-22' })).rows.length)
}

const folder = mkdtempSync(join(tmpdir(), 'lanong-measure-'))
const database = await startTestDatabase(folder)
process.env['LANONG_TEST_DATABASE'] = JSON.stringify(database.address)
try {
  await withServices(async (services) => {
    const ctx = contextOf(services)
    const from = performance.now()
    await asOwner(services.db, write)
    say(`${events / 1e6} million events written in ${((performance.now() - from) / 1000).toFixed(0)} s`)
    await ask({ ...ctx, now: () => new Date('2026-11-22T20:00:00+07:00') })
  })
} finally {
  await database.stop()
  rmSync(folder, { recursive: true, force: true })
}

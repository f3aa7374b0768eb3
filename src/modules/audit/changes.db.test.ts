import assert from 'node:assert/strict'
import { it } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { writeAudit } from '#store/audit.ts'
import { as, asOwner, settle, withContext } from '#tests/support/database.ts'
import { type EventFilter, type EventPlace, listEvents } from './repository.ts'

interface Told {
  readonly id: string
  readonly action: string
  readonly outcome: string
  readonly actor: string
  readonly patient?: string
  readonly patients?: readonly string[]
}

const actors = ['looks', 'writes', 'máy "chụp", số 1\\', 'system']
const actions = [
  ...['create', 'update', 'delete', 'view', 'read', 'search'],
  ...['print', 'account-create', 'duplicate', 'export'],
]
const outcomes = ['success', 'refused', 'failed'] as const
const years = { min: new Date('2024-12-31T16:00:00Z'), max: new Date('2028-03-01T00:00:00Z'), noInvalidDate: true }

const anEvent = fc.record({
  actor: fc.constantFrom(...actors),
  action: fc.constantFrom(...actions),
  outcome: fc.constantFrom('success', 'success', ...outcomes),
  about: fc.constantFrom([], [], ['p1'], ['p2'], ['p1', 'p3']),
  facility: fc.constantFrom(1, 1, 2),
  at: fc.date(years),
  inside: fc.boolean(),
  // Looks like an event, and is none.
  detail: fc.constantFrom(
    {},
    { action: 'update', actor: 'looks' },
    { note: '{"action":"update","actor":"looks"}' },
  ),
})
type AnEvent = typeof anEvent extends fc.Arbitrary<infer T> ? T : never

const some = <T>(of: readonly T[], maxLength: number) =>
  fc.option(fc.array(fc.constantFrom(...of), { minLength: 1, maxLength }), { nil: undefined })
const aFilter = fc
  .record({
    actors: some(actors, 2),
    actions: some(actions, 4),
    notActions: some(actions, 2),
    patients: some(['p1', 'p2', 'p3'], 2),
    outcome: fc.constantFrom(undefined, undefined, ...outcomes),
    from: fc.option(fc.date(years), { nil: undefined }),
    to: fc.option(fc.date(years), { nil: undefined }),
  })
  .map((of) => Object.fromEntries(Object.entries(of).filter(([, value]) => value !== undefined)) as EventFilter)

async function told(ctx: Context, events: readonly AnEvent[]): Promise<void> {
  await Promise.all(
    events.map(({ actor, action, outcome, about, facility, at, inside, detail }) => {
      const there: Context = { ...as(ctx, { id: actor, userName: actor }), facility, now: () => at }
      const entry = {
        action,
        outcome,
        detail,
        ...(about.length > 1 ? { patients: about } : { patientId: about[0] }),
      }
      return inside ? inTransaction(there, (tx) => writeAudit(tx, entry)) : writeAudit(there, entry)
    }),
  )
}

/** Every event of a facility, newest row first, read without any index of what it tells. */
async function everything(ctx: Context): Promise<readonly { readonly at: Date; readonly told: Told }[]> {
  const { rows } = await sql<{ at: Date; content: string }>`
    select at, content from (
      select at, seq, 0::bigint as n, content from audit_event where facility = ${ctx.facility} union all
      select p.at, p.seq, x.n, x.content from event_pack p,
        string_to_table(p.told, E'\n') with ordinality as x(content, n) where p.facility = ${ctx.facility}) e
    order by at desc, seq desc, n desc`.execute(ctx.db)
  return rows.map(({ at, content }) => ({ at, told: JSON.parse(content) as Told }))
}

const fits = (f: EventFilter, at: Date, one: Told) =>
  (f.actors?.includes(one.actor) ?? true) &&
  (f.actions?.includes(one.action) ?? true) &&
  !f.notActions?.includes(one.action) &&
  (f.patients?.some((id) => id === one.patient || one.patients?.includes(id)) ?? true) &&
  (f.outcome === undefined || f.outcome === one.outcome) &&
  (f.from === undefined || at >= f.from) &&
  (f.to === undefined || at < f.to)

async function paged(ctx: Context, filter: EventFilter, size: number): Promise<readonly string[]> {
  const ids: string[] = []
  for (let before: EventPlace | undefined; ; ) {
    const page = await listEvents(ctx, { ...filter, before }, size)
    ids.push(...page.map(({ content }) => (JSON.parse(content) as Told).id))
    before = page.at(-1)
    if (!before || page.length < size) return ids
  }
}

it('a question finds what reading everything finds, alone, in packs, inside a transaction, and after some of it went', () =>
  withContext(async (ctx) => {
    const journal = fc.array(anEvent, { minLength: 1, maxLength: 40 })
    const asked = fc.array(aFilter, { minLength: 4, maxLength: 8 })
    await fc.assert(
      fc.asyncProperty(journal, asked, fc.integer({ min: 3, max: 60 }), async (events, filters, size) => {
        await told(ctx, events)
        await asOwner(ctx.db, async (owner) => {
          await sql`delete from event_pack where abs(hashtext(id::text)) % 11 = 0`.execute(owner)
          await sql`delete from audit_event where abs(hashtext(id::text)) % 11 = 0`.execute(owner)
        })
        for (const facility of [1, 2]) {
          const there = { ...ctx, facility }
          const all = await everything(there)
          for (const filter of filters) {
            const expected = all.filter(({ at, told: one }) => fits(filter, at, one)).map((one) => one.told.id)
            assert.deepEqual(await paged(there, filter, size), expected, JSON.stringify({ facility, filter }))
          }
        }
      }),
      { numRuns: 10, endOnFailure: true },
    )
  }))

it('what an account changed is found without a walk through what it looked at', () =>
  withContext(async (ctx) => {
    const doctor = as(ctx, { id: 'looks' })
    const see = (action: string, n: number) =>
      writeAudit(doctor, { action, outcome: 'success', patientId: `p${n}` })
    const others = as(ctx, { id: 'writes' })
    for (let turn = 0; turn < 30; turn++) {
      await see('view', turn)
      await Promise.all(Array.from({ length: 8 }, (_, n) => see(turn === 3 && n === 5 ? 'update' : 'view', n)))
      await writeAudit(others, { action: 'update', outcome: 'success' })
    }
    for (const table of ['audit_event', 'event_pack']) await settle(ctx, table)
    const rowsRead = async (tx: Context) =>
      (
        await sql<{ rows: number }>`select sum(idx_tup_fetch)::integer as rows from pg_stat_xact_user_tables
          where relname in ('audit_event', 'event_pack')`.execute(tx.db)
      ).rows[0]?.rows ?? 0
    const asked = (action: string) =>
      inTransaction(doctor, async (tx) => {
        // Tables of this size are read whole otherwise.
        await sql`set local enable_seqscan = off`.execute(tx.db)
        const before = await rowsRead(tx)
        const found = await listEvents(tx, { actors: ['looks'], actions: [action] }, 100)
        return { found: found.length, rows: (await rowsRead(tx)) - before }
      })
    const { found, rows } = await asked('update')
    assert.equal(found, 1)
    assert.ok(rows <= 3, `${rows} rows read for one event`)
    assert.deepEqual(await asked('delete'), { found: 0, rows: 0 })
    assert.ok((await asked('view')).rows >= 30, 'the counter counts')
  }))

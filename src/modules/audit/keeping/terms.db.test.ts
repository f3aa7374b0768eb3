import assert from 'node:assert/strict'
import { it } from 'node:test'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { as, asOwner, withContext } from '#tests/support/database.ts'
import { setJournalClock } from '#tests/support/journal.ts'
import { liftHold, placeHold } from './holds.ts'
import { readKeeping } from './read-keeping.ts'
import { removalStep } from './remove-due.ts'
import { changedTerms, loadTerms, termRows } from './terms.ts'

const keptUntil = (ctx: Context, action: string, day: string, today: string) =>
  asOwner(ctx.db, async (owner) => {
    const { rows } = await sql<{ until: string }>`
      select until::text from audit_kept(${action}, ${day}::date, ${today}::date)`.execute(owner)
    return rows[0]?.until
  })

const login = (from: string, months: number) => ({
  ...{ kind: 'login', from, actions: ['login'], months, withRecord: false },
  ...{ title: { vi: 'Đăng nhập', en: 'Logins' }, source: 'Quy chế của bệnh viện' },
})

it('a term ends at the end of its last day; a month without that day ends on its last', () =>
  withContext(async (ctx) => {
    const today = '2040-01-01'
    assert.equal(await keptUntil(ctx, 'login', '2028-02-29', today), '2030-02-28')
    assert.equal(await keptUntil(ctx, 'view', '2028-02-29', today), '2038-02-28')
    assert.equal(await keptUntil(ctx, 'login', '2026-02-28', today), '2028-02-28')
    assert.equal(await keptUntil(ctx, 'destroy', '2026-11-23', today), 'infinity')
    assert.equal(await keptUntil(ctx, 'never-heard-of', '2026-11-23', today), '2036-11-23')
  }))

it('a term changes by a later row only, and none works backwards', () =>
  withContext(async (ctx) => {
    const load = (...rows: Parameters<typeof loadTerms>[1] & object) =>
      asOwner(ctx.db, (owner) => loadTerms(owner, rows))
    assert.deepEqual(await changedTerms(ctx.db), [])
    await setJournalClock(ctx, '2027-01-01T00:00:00+07:00')
    await load(...termRows, login('2027-06-01', 12))
    await setJournalClock(ctx, '2027-09-01T00:00:00+07:00')
    await load(login('2027-07-01', 36), login('2027-03-01', 12))
    const today = '2030-01-01'
    assert.equal(await keptUntil(ctx, 'login', '2027-05-31', '2027-06-30'), '2029-05-31')
    assert.equal(await keptUntil(ctx, 'login', '2027-06-15', '2027-08-31'), '2028-06-15', 'the row in force then')
    assert.equal(await keptUntil(ctx, 'login', '2027-06-15', today), '2030-06-15', 'the longest since')
    const faults = await changedTerms(ctx.db, [...termRows.slice(0, 1), login('2026-11-23', 12)])
    assert.deepEqual(faults, ['login 2026-11-23 12 false'])
    const refused = async (code: string, statement: string) =>
      assert.rejects(
        asOwner(ctx.db, (owner) => sql.raw(statement).execute(owner)),
        { code },
        statement,
      )
    await refused('LO452', "update audit_term set months = 12 where action = 'view'")
    await refused('LO452', "delete from audit_term where action = 'view'")
    const row = (action: string, months: string, from = '2050-01-01') =>
      `insert into audit_term (action, from_on, kind, months, with_record, source) values ('${action}', '${from}', 'x', ${months}, false, '')`
    await refused('LO452', row('view', '12', '2026-11-23'))
    await refused('23514', row('view', '11'))
    await refused('23514', row('destroy', '120'))
  }))

it('the role of the application can take away nothing, neither events nor terms nor what was removed', () =>
  withContext(async (ctx) => {
    await writeAudit(ctx, { action: 'login', outcome: 'success' })
    for (const [table, column] of [
      ['audit_event', 'content'],
      ['event_pack', 'told'],
      ['audit_term', 'months'],
      ['audit_removal', 'announced_at'],
      ['audit_removed', 'hash'],
    ])
      for (const statement of [
        `delete from ${table}`,
        `truncate ${table}`,
        `update ${table} set ${column} = ${column}`,
      ])
        await assert.rejects(sql.raw(statement).execute(ctx.db), { code: '42501' }, statement)
    for (const statement of [
      "select * from audit_look(1, '-infinity', 0, 'infinity', 10)",
      "select audit_tell_removal(1, '{}', null)",
      'create or replace function audit_now() returns timestamptz language sql as $$ select now() $$',
      'delete from audit_hold',
    ])
      await assert.rejects(sql.raw(statement).execute(ctx.db), { code: '42501' }, statement)
    for (let n = 0; n < 5; n++) assert.equal((await removalStep(ctx)).removed, 0)
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from audit_event`.execute(ctx.db)
    assert.equal(rows[0]?.n, 1)
  }))

/** Which actions could go now, leaving the place in the ledger aside. */
async function dueNow(ctx: Context): Promise<readonly string[]> {
  return asOwner(ctx.db, async (owner) => {
    const { rows } = await sql<{ action: string }>`
      select a.action from audit_look(1, '-infinity', 0, 'infinity', 100) l join audit_event a on a.seq = l.seq
      where l.due order by a.action`.execute(owner)
    return rows.map(({ action }) => action)
  })
}

/** Places as a job gives them, a head over all of them, and sums that are done. */
const settledAs = (ctx: Context, delivered: string) =>
  asOwner(ctx.db, async (owner) => {
    await sql`insert into ledger_position (facility, position, seq, leaf_hash)
      select 1, row_number() over (order by seq) - 1, seq, leaf_hash from audit_event on conflict do nothing`.execute(
      owner,
    )
    await sql`insert into signed_head (facility, size, at, reason, text, signature)
      values (1, 1000, now(), 'interval', '', '') on conflict do nothing`.execute(owner)
    await sql`insert into audit_reader (facility, name, position) values (1, 'x', 1000) on conflict do nothing`.execute(
      owner,
    )
    await sql`insert into audit_stream (facility, target, begun_at, position) values (1, 'soc:1', now(), ${delivered}::bigint)
      on conflict (facility, target) do update set position = excluded.position`.execute(owner)
  })

it('what is held, not delivered, or proves a record that is still kept stays, however old', () =>
  withContext(async (ctx) => {
    const told = { outcome: 'success' } as const
    await writeAudit(ctx, { ...told, action: 'login' })
    await writeAudit(ctx, { ...told, action: 'view', patientId: 'p1' })
    await writeAudit(as(ctx, { id: 'suspect' }), { ...told, action: 'denial', patientId: 'p2' })
    await writeAudit(ctx, { ...told, action: 'destroy' })
    await setJournalClock(ctx, '2099-01-01T00:00:00+07:00')
    assert.deepEqual(await dueNow(ctx), [], 'without a place in the ledger')
    await settledAs(ctx, '0')
    assert.deepEqual(await dueNow(ctx), [], 'not delivered')
    await settledAs(ctx, '1')
    assert.deepEqual(await dueNow(ctx), ['login'])
    await settledAs(ctx, '1000')
    assert.deepEqual(await dueNow(ctx), ['denial', 'login', 'view'])

    await asOwner(ctx.db, (owner) =>
      sql`insert into record_index (facility, encounter_id, record_number, state, kind, patient_id, started_at)
        values (1, 'e1', 'BA1', 'archived', 'out', 'survivor', now())`.execute(owner),
    )
    await asOwner(ctx.db, (owner) =>
      sql`insert into patient_merge (facility, id, source, target, reason, actor, at, source_version, target_version)
        values (1, gen_random_uuid(), 'p1', 'survivor', 'x', 'x', now(), 1, 1)`.execute(owner),
    )
    assert.deepEqual(await dueNow(ctx), ['denial', 'login'], 'a record of the patient they became is kept')
    await asOwner(ctx.db, (owner) => sql`update record_index set state = 'destroyed'`.execute(owner))
    assert.deepEqual(await dueNow(ctx), ['denial', 'login', 'view'])

    const given = { reason: 'Thanh tra đang xem xét', basis: 'CV 12/SYT' }
    const other = as(ctx, { id: 'other', practitionerId: 'other' })
    for (const [of, left] of [
      [{ actor: 'suspect' }, ['login']],
      [{ patient: 'p2' }, ['login']],
      [{}, []],
    ] as const) {
      const { id } = await placeHold(ctx, { ...given, ...of })
      assert.deepEqual(
        (await dueNow(ctx)).filter((one) => left.includes(one as never) || one === 'denial'),
        left,
      )
      await assert.rejects(liftHold(ctx, id, { reason: 'Không còn cần nữa' }), { code: 'audit.ownHold' })
      await liftHold(other, id, { reason: 'Không còn cần nữa' })
      await assert.rejects(
        sql`update audit_hold set lifted_by = null, lifted_at = null where id = ${id}`.execute(ctx.db),
        { code: 'LO452' },
      )
    }
    assert.ok((await dueNow(ctx)).includes('denial'))
    for (const one of [{ actor: 'mistyped' }, { patient: 'mistyped' }])
      await assert.rejects(placeHold(ctx, { ...given, ...one }), { code: 'audit.heldUnknown' })
    const { holds } = await readKeeping(other)
    assert.deepEqual(
      holds.map(({ actor, patient, liftReason, mine }) => [actor?.userName, patient?.id, liftReason, mine]).sort(),
      [
        [undefined, undefined, 'Không còn cần nữa', false],
        [undefined, 'p2', 'Không còn cần nữa', false],
        ['suspect', undefined, 'Không còn cần nữa', false],
      ].sort(),
    )
  }))

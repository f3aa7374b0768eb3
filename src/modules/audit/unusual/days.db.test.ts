import assert from 'node:assert/strict'
import { it } from 'node:test'
import { sql } from 'kysely'
import { asOwner, withServices } from '#tests/support/database.ts'

it('the sums of days follow the sums of patients through every change of them', async () => {
  await withServices(async ({ db }) => {
    const compare = async (step: string) => {
      const { rows } = await sql<{ kept: unknown; told: unknown }>`
        select (select json_agg(d order by actor, day) from audit_day d) as kept,
          (select json_agg(x order by actor, day) from (
            select facility, actor, day, count(*)::integer as patients, sum(seen + written + taken)::integer as times,
              count(*) filter (where night > 0)::integer as night_patients, sum(night)::integer as night_times
            from audit_access group by facility, actor, day) x) as told`.execute(db)
      assert.deepEqual(rows[0]?.kept, rows[0]?.told, step)
      return rows[0]?.kept
    }
    await asOwner(db, async (owner) => {
      const add = (night: number) =>
        sql`
        insert into audit_access as was (facility, actor, patient, day, seen, written, taken, night, first_at, last_at)
        select 1 + g % 2, 'a' || g % 3, 'p' || g % 7, date '2026-11-01' + g % 4, g % 5, 1, 0, ${night}::integer * (g % 2), now(), now()
        from generate_series(1, 200) g group by g % 2, g % 3, g % 7, g % 4, g % 5, 8 having min(g) % 11 > 0
        on conflict (facility, actor, patient, day) do nothing`.execute(owner)
      await add(1)
      assert.ok(await compare('rows came'))
      await sql`
        insert into audit_access as was (facility, actor, patient, day, seen, written, taken, night, first_at, last_at)
        select 1, 'a' || g % 3, 'p' || g, date '2026-11-01', 1, 0, 0, 1, now(), now() from generate_series(0, 20) g
        on conflict (facility, actor, patient, day) do update set seen = was.seen + 3, night = was.night + 2`.execute(
        owner,
      )
      await compare('some came, some changed')
      await sql`update audit_access set night = 0, day = day + 1 where actor = 'a1'`.execute(owner)
      await compare('rows went to another day')
      await sql`delete from audit_access where day < '2026-11-03'`.execute(owner)
      await compare('old days went')
      await sql`delete from audit_access`.execute(owner)
      assert.equal(await compare('all went'), null)
    })
  })
})

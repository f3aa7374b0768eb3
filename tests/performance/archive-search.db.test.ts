import assert from 'node:assert/strict'
import { it } from 'node:test'
import { sql } from 'kysely'
import { findRecords } from '#modules/records/index.ts'
import type { Context } from '#platform/context.ts'
import { settle, withContext } from '#tests/support/database.ts'

/** A million with LANONG_SOAK_RECORDS=1000000. */
const count = Number(process.env['LANONG_SOAK_RECORDS'] ?? 3000)
const perQuestion = 20

const questions = [
  { q: 'nguyen van an' },
  { q: 'tang huyet ap' },
  { q: 'i10 noi' },
  { q: '26/000123' },
  { q: 'lt20/001234' },
  { q: 'sieu am bung', from: '2020-01-01', to: '2020-12-31' },
  { q: 'E11', state: 'archived' },
  { q: 'le thi man dai thao duong' },
  { q: '', from: '2023-03-01', to: '2023-03-31' },
  { q: 'ngoai trần' },
  { q: 'khong ai nhu the' },
]

/** Rows as the index keeps them, made by the database. */
async function fill(ctx: Context): Promise<void> {
  await sql`
    insert into record_index (facility, encounter_id, record_number, archive_number, state, kind, patient_id, patient_name,
      patient_fold, mrn, department, doctor_name, icd10, diagnosis, started_at, dirty, words)
    select 1, 'e' || n, r.number, r.archived, case when n % 20 = 0 then 'finished' else 'archived' end, 'AMB', 'p' || n, r.name,
      fold(r.name), r.mrn, r.department, r.doctor, array[r.code], r.diagnosis,
      timestamptz '2016-01-01' + make_interval(mins => (n::bigint * 5270000 / ${count}::bigint)::int), false,
      fold(concat_ws(' · ', r.number, r.archived, r.mrn, r.name, r.department, r.doctor, r.code, r.diagnosis, r.done))
    from generate_series(1, ${count}::int) n cross join lateral (
      select (16 + n % 11) || '/' || lpad((n / 11)::text, 6, '0') as number,
        'LT' || (16 + n % 11) || '/' || lpad((n / 13)::text, 6, '0') as archived, lpad(n::text, 10, '0') as mrn,
        (array['Nguyễn','Trần','Lê','Phạm','Hoàng','Đặng','Bùi','Võ'])[1 + n % 8] || ' ' ||
        (array['Văn','Thị','Hữu','Minh','Ngọc'])[1 + (n / 8) % 5] || ' ' ||
        (array['An','Mận','Hòa','Sơn','Lan','Dũng','Hạnh','Quý','Tâm','Yến','Kiên'])[1 + (n / 40) % 11] as name,
        (array['Nội tổng hợp','Ngoại tổng hợp','Sản','Nhi','Tai mũi họng'])[1 + (n / 3) % 5] as department,
        'BS. ' || (array['Hoàng Thu','Trần Nam','Lê Bình'])[1 + (n / 7) % 3] as doctor,
        (array['I10','E11.9','J06.9','S72.0','K29.7','N39.0'])[1 + (n / 5) % 6] as code,
        (array['Bệnh lý tăng huyết áp','Đái tháo đường','Viêm hô hấp trên','Gãy xương đùi','Viêm dạ dày','Nhiễm khuẩn tiết niệu'])[1 + (n / 5) % 6] as diagnosis,
        (array['Siêu âm bụng','Chụp X quang','Phẫu thuật kết hợp xương','Nội soi'])[1 + (n / 11) % 4] as done) r`.execute(
    ctx.db,
  )
  await settle(ctx, 'record_index')
}

/** The same question without an index. */
async function countPlainly(ctx: Context, question: (typeof questions)[number]): Promise<number> {
  const { q, state, from, to } = question
  const conditions = [
    ...q.split(' ').map((word) => sql`strpos(words, fold(${word})) > 0`),
    ...(state ? [sql`state = ${state}`] : []),
    ...(from ? [sql`started_at >= ${`${from}T00:00:00+07:00`}::timestamptz`] : []),
    ...(to ? [sql`started_at < ${`${to}T00:00:00+07:00`}::timestamptz + interval '1 day'`] : []),
  ]
  const { rows } = await sql<{ n: number }>`
    select count(*)::int as n from record_index where ${sql.join(conditions, sql` and `)}`.execute(ctx.db)
  return rows[0]?.n ?? 0
}

it(`finds records of an archive of ${count} by words, codes, numbers and days`, (test) =>
  withContext(async (ctx) => {
    await fill(ctx)
    const times: number[] = []
    for (const question of questions) {
      const started = performance.now()
      const page = await findRecords(ctx, { ...question, count: 50 })
      times.push(performance.now() - started)
      for (let again = 1; again < perQuestion && count > 100_000; again++) {
        const at = performance.now()
        await findRecords(ctx, { ...question, count: 50 })
        times.push(performance.now() - at)
      }
      const all = await countPlainly(ctx, question)
      assert.equal(page.rows.length, Math.min(50, all), question.q)
    }
    times.sort((a, b) => a - b)
    const [p50, p95] = [0.5, 0.95].map((part) => times[Math.floor(times.length * part)]?.toFixed(0))
    test.diagnostic(`${count} records, ${times.length} searches: p50 ${p50} ms, p95 ${p95} ms`)
  }))

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { sql } from 'kysely'
import { fold } from '#kernel/fold.ts'
import { initialsOf, reversedOf } from '#modules/patients/domain/person-name.ts'
import { searchPatients } from '#modules/patients/search-patients.ts'
import type { Context } from '#platform/context.ts'
import { settle, withContext } from '#tests/support/database.ts'

/** Frequent family, middle and given names, so that words repeat as they do in a province. */
const families =
  'Nguyễn Nguyễn Nguyễn Nguyễn Nguyễn Trần Trần Lê Lê Phạm Hoàng Huỳnh Phan Vũ Võ Đặng Bùi Đỗ Hồ Ngô Dương Lý Nông Quách'.split(
    ' ',
  )
const middles =
  'Thị Thị Thị Thị Văn Văn Văn Hồng Minh Thu Ngọc Quốc Đức Thanh Hữu Diệu Mạnh Hải Xuân Kim Bảo Anh Tuấn Công'.split(
    ' ',
  )
const givens =
  'An Anh Ánh Bình Châu Chi Cúc Cường Dung Dũng Duyên Đạt Đức Giang Hà Hải Hạnh Hằng Hiền Hiếu Hoa Hòa Hồng Huệ Hùng Huyền Hương Khánh Lan Linh Loan Long Mai Minh My Nam Nga Ngân Ngọc Nhung Oanh Phong Phúc Phương Quang Quân Sơn Tâm Thảo Thắm Thủy Trang Tuấn Tùng Vân Vinh Yến'.split(
    ' ',
  )

const some = <T>(list: readonly T[], n: number): T => list[n % list.length] as T

/** Rows as the guard would write them, made without the store so that a hundred thousand take seconds. */
async function fill(ctx: Context, count: number): Promise<void> {
  for (let from = 0; from < count; from += 5000) {
    const rows = Array.from({ length: Math.min(5000, count - from) }, (_, at) => row(from + at))
    await sql`
      insert into patient_index (facility, patient_id, mrn, name, folded, accented, reversed, initials, birth_date, birth_year, sex, cccd, phone, numbers, active, updated_at)
      select 1, patient_id, mrn, name, folded, accented, reversed, initials, birth_date, left(birth_date, 4)::smallint, 'female', cccd, phone,
             ' ' || mrn || ' ' || cccd || ' ' || phone, true, now()
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
        as x(patient_id text, mrn text, name text, folded text, accented text, reversed text, initials text, birth_date text, cccd text, phone text)`.execute(
      ctx.db,
    )
  }
  await settle(ctx, 'patient_index')
}

function row(n: number) {
  const random = (n * 2654435761) % 4294967296
  const name = `${some(families, random)} ${some(middles, random >> 5)} ${some(middles, random >> 9)} ${some(givens, Math.floor(random / 7919))}`
  const birthDate = `${1930 + (random % 95)}-${String((random % 12) + 1).padStart(2, '0')}-${String((random % 28) + 1).padStart(2, '0')}`
  return {
    patient_id: `p${n}`,
    mrn: `026${String(n).padStart(7, '0')}`,
    name,
    folded: ` ${fold(name)}`,
    accented: ` ${name.toLocaleLowerCase('vi')}`,
    reversed: reversedOf(name),
    initials: initialsOf(name),
    birth_date: birthDate,
    cccd: `099${random % 4}${birthDate.slice(2, 4)}${String(n).padStart(6, '0')}`,
    phone: `0999${String(n).padStart(6, '0')}`,
  }
}

const typed = [
  'ng',
  'nguyen',
  'nguyen thi',
  'huyen',
  'huyền',
  'dang thi huyen',
  'huyen dang',
  'huyen 1972',
  'nguyen 1972',
  'nguyễn thị hồng nhung',
  'nthn',
  'NVA',
  'thi',
  'van anh',
  'le van',
  'a t',
  'hong tham',
  'tr th',
  '0999012345',
  '0999 012',
  '0260054321',
  '54321',
  '412',
  '099172',
  'khong co ai nhu the',
  'nguyen thi an 1950',
  'ph',
  'tuan 02/02/1980',
  'q ngoc',
  'thi thi',
]

/** The whole figure runs in `npm run soak`; a slice of it here guards the plan of the queries. */
const patientsHere = Number(process.env['LANONG_SOAK_PATIENTS'] ?? 20_000)

/** Rows of the table of names that were looked at since the database was made. */
async function rowsRead(ctx: Context): Promise<number> {
  await sql`select pg_stat_force_next_flush()`.execute(ctx.db)
  const { rows } = await sql<{ n: number }>`
    select (seq_tup_read + coalesce(idx_tup_fetch, 0))::int as n from pg_stat_user_tables where relname = 'patient_index'`.execute(
    ctx.db,
  )
  return rows[0]?.n ?? -1
}

describe('searching', () => {
  it(`looks at few rows among ${patientsHere} patients, and tells how long it takes`, () =>
    withContext(async (ctx) => {
      await fill(ctx, patientsHere)
      const before = await rowsRead(ctx)
      const times: [number, string][] = []
      for (let round = 0; round < 5; round++)
        for (const text of typed) {
          const from = performance.now()
          const { patients } = await searchPatients(ctx, text)
          times.push([performance.now() - from, text])
          assert.ok(patients.length <= 20)
        }
      times.sort(([a], [b]) => a - b)
      const at = (share: number) => times[Math.floor(times.length * share)]?.[0] ?? 0
      console.log(
        `patients ${patientsHere}: p50 ${at(0.5).toFixed(1)} ms, p95 ${at(0.95).toFixed(1)} ms, slowest ${times
          .slice(-3)
          .map(([ms, text]) => `${text} ${ms.toFixed(0)} ms`)
          .join(', ')}`,
      )
      const each = ((await rowsRead(ctx)) - before) / times.length
      console.log(`rows looked at for one search: ${each.toFixed(0)}`)
      assert.ok(each < patientsHere / 5, `${each} rows for one search`)
    }))
})

import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { withContext } from '#tests/support/database.ts'
import { countUse } from './count-use.ts'
import { searchDrugs } from './drug-catalogue.ts'
import { findConcept } from './find-concept.ts'
import { importTable } from './import-table.ts'
import { readLabCatalogue } from './lab-catalogue.ts'
import { searchConcepts } from './search-concepts.ts'
import { searchWards } from './search-wards.ts'
import { loadStarterCatalogues } from './starter-catalogues.ts'

const folder = mkdtempSync(join(tmpdir(), 'lanong-lists-'))

function file(name: string, lines: readonly string[]): string {
  const path = join(folder, name)
  writeFileSync(path, `${lines.join('\n')}\n`)
  return path
}

async function firstCodes(ctx: Context, text: string, count = 3): Promise<readonly string[]> {
  return (await searchConcepts(ctx, { system: 'icd10', text, limit: count })).map((found) => found.code)
}

/** What a doctor types, and the code that must come first. */
const expected: readonly (readonly [string, string])[] = [
  ['dai thao duong', 'E11.9'],
  ['đái tháo đường', 'E11.9'],
  ['dtd', 'E11.9'],
  ['ĐTĐ', 'E11.9'],
  ['tiểu đường', 'E11.9'],
  ['e119', 'E11.9'],
  ['E11.9', 'E11.9'],
  ['e11 9', 'E11.9'],
  ['tang huyet ap', 'I10'],
  ['tăng huyêt ap', 'I10'],
  ['THA', 'I10'],
  ['cao huyet ap', 'I10'],
  ['tawng huyeets aps', 'I10'],
  ['tang hueyt ap', 'I10'],
  ['viem phoii', 'J18.9'],
  ['COPD', 'J44.9'],
  ['vpq', 'J20.9'],
  ['RLLP', 'E78.5'],
  ['viem phoi', 'J18.9'],
  ['viem hong cap', 'J02.9'],
  ['trao nguoc', 'K21.9'],
  ['K29.7', 'K29.7'],
  ['dau lung', 'M54.5'],
  ['dau that lung', 'M54.5'],
  ['sot xuat huyet', 'A97.0'],
  ['gout', 'M10.9'],
  ['nhiem khuan tiet nieu', 'N39.0'],
  ['phổi viêm', 'J18.9'],
  ['pneumonia unspecified', 'J18.9'],
]

test('the code a doctor means comes first, however it is typed', async () => {
  await withContext(async (ctx) => {
    await loadStarterCatalogues(ctx)
    const wrong: string[] = []
    for (const [typed, code] of expected) {
      const codes = await firstCodes(ctx, typed)
      if (codes[0] !== code) wrong.push(`${typed}: ${codes.join(' ')} instead of ${code}`)
    }
    assert.deepEqual(wrong, [])
    const [first] = await searchConcepts(ctx, { system: 'icd10', text: 'THA' })
    assert.equal(first?.why.synonym, 'THA')
    const [found] = await searchConcepts(ctx, { system: 'icd10', text: 'K21 trao nguoc' })
    assert.equal(found, undefined)
  })
})

test('a code that asks for a more specific one leads to it, and the other sex is warned of', async () => {
  await withContext(async (ctx) => {
    await loadStarterCatalogues(ctx)
    const diabetes = (await searchConcepts(ctx, { system: 'icd10', text: 'E11' }))[0]
    assert.equal(diabetes?.selectable, false)
    assert.deepEqual(diabetes?.moreSpecific, { from: 'E11.0', to: 'E11.9' })
    const [prostate] = await searchConcepts(ctx, { system: 'icd10', text: 'N40', sex: 'female' })
    assert.equal(prostate?.sexWarning, true)
    assert.equal((await searchConcepts(ctx, { system: 'icd10', text: 'N40', sex: 'male' }))[0]?.sexWarning, false)
  })
})

test('what is used here comes before what only fits by name', async () => {
  await withContext(async (ctx) => {
    await loadStarterCatalogues(ctx)
    const before = await firstCodes(ctx, 'viem da day', 10)
    const rare = before.at(-1) ?? ''
    assert.notEqual(before[0], rare)
    await countUse(ctx, 'icd10', [rare, rare])
    await countUse(ctx, 'icd10', [rare], 'room-noi-2')
    const synonym = (await searchConcepts(ctx, { system: 'icd10', text: 'viem da day' })).filter(
      (one) => one.why.reason === 'synonym',
    )
    const after = (await firstCodes(ctx, 'viem da day', 10)).filter(
      (code) => !synonym.some((one) => one.code === code),
    )
    assert.equal(after[0], rare)
    assert.deepEqual(await firstCodes(ctx, ''), [rare])
    const elsewhere: Context = { ...ctx, actor: { ...ctx.actor, departments: ['NHI'] } }
    assert.deepEqual(await firstCodes(elsewhere, '', 3), [])
  })
})

test('an import counts its lines, names the bad ones, and is harmless to repeat', async () => {
  await withContext(async (ctx) => {
    const path = file('wards.tsv', [
      'ward_code\tprovince_code\tfull_name\tname',
      '00001\t01\tPhường Một\tMột',
      '00002\t01\t\tHai',
      '00001\t01\tPhường Một lần nữa\tMột',
      '',
      '00003\t01\tPhường Ba\tBa\tthừa',
      '00004\t01\tPhường Bốn\tBốn',
    ])
    const first = await importTable(ctx, path)
    assert.deepEqual(
      { ...first, refusals: first.refusals.map((refusal) => [refusal.line, refusal.problem]) },
      {
        system: 'ward',
        file: 'wards.tsv',
        expected: 5,
        processed: 2,
        failed: 3,
        added: 2,
        closed: 0,
        refusals: [
          [3, 'name'],
          [4, 'duplicate'],
          [6, 'columns'],
        ],
      },
    )
    const again = await importTable(ctx, path)
    assert.deepEqual([again.processed, again.added, again.closed], [2, 0, 0])
    await assert.rejects(importTable(ctx, file('other.tsv', ['a\tb', '1\t2'])), {
      code: 'terminology.unknownList',
    })
    await assert.rejects(importTable(ctx, file('empty.tsv', [''])), { code: 'terminology.unknownList' })
  })
})

test('a changed entry keeps its past: the old row ends, the new one begins', async () => {
  await withContext(async (ctx) => {
    const header = 'code,name_vi,chapter_vi'
    const load = (name: string, validFrom: string) =>
      importTable(ctx, file('icd9.csv', [header, `88.1,"${name}",(87-99)`, '88.2,Khác,(87-99)']), { validFrom })
    await load('Chụp, loại một', '2025-01-01')
    const changed = await load('Chụp loại hai', '2026-01-01')
    assert.deepEqual([changed.added, changed.closed], [1, 1])
    const on = async (day: string) => (await findConcept(ctx, 'icd9cm', '88.1', day))?.name
    assert.equal(await on('2025-12-31'), 'Chụp, loại một')
    assert.equal(await on('2026-01-01'), 'Chụp loại hai')
    assert.equal(await on('2024-12-31'), undefined)
    await load('Chụp loại hai, sửa lỗi', '2026-01-01')
    assert.equal(await on('2026-06-01'), 'Chụp loại hai, sửa lỗi')
    const { rows } = await sql<{ n: number }>`
      select count(*)::int as n from concept where system = 'icd9cm' and code = '88.1'`.execute(ctx.db)
    assert.equal(rows[0]?.n, 3, 'nothing is overwritten')
    const whole = await importTable(ctx, file('icd9b.csv', [header, '88.1,"Chụp loại hai, sửa lỗi",(87-99)']), {
      validFrom: '2026-07-01',
      complete: true,
    })
    assert.equal(whole.closed, 1)
    assert.equal(await findConcept(ctx, 'icd9cm', '88.2'), undefined)
    assert.equal((await findConcept(ctx, 'icd9cm', '88.2', '2026-06-30'))?.name, 'Khác')
  })
})

test('the shipped lists load once, whole, and never take the place of an imported one', async () => {
  await withContext(async (ctx) => {
    const reports = await loadStarterCatalogues(ctx)
    assert.deepEqual(
      reports.filter((report) => report.failed > 0),
      [],
    )
    assert.deepEqual(await loadStarterCatalogues(ctx), [])
    await importTable(
      ctx,
      file('icd10.tsv', [
        'code\tcode_nodot\tname_vi\tname_en\tc24_not_primary\tc26_has_more_specific',
        'I10\tI10\tTên khác\tOther\t\t',
      ]),
    )
    await sql`update code_list_load set file_hash = ''::bytea where origin = 'starter'`
      .execute(ctx.db)
      .catch(() => {})
    await loadStarterCatalogues(ctx)
    assert.equal((await findConcept(ctx, 'icd10', 'I10'))?.name, 'Tên khác')
  })
})

test('the laboratory catalogue is whole and consistent', async () => {
  await withContext(async (ctx) => {
    await loadStarterCatalogues(ctx)
    const catalogue = await readLabCatalogue(ctx)
    assert.ok(catalogue.tests.size >= 120)
    for (const [code, one] of catalogue.tests) {
      assert.ok(catalogue.specimens.has(one.specimen), `${code} specimen`)
      assert.ok(catalogue.groups.has(one.group), `${code} group`)
      if (one.valueType === 'quantity') assert.ok((catalogue.ranges.get(code) ?? []).length > 0, `${code} ranges`)
      if (one.valueType === 'choice') assert.ok(one.options.length > 1, `${code} options`)
    }
    for (const panel of catalogue.panels.values())
      for (const code of panel.tests) assert.ok(catalogue.tests.has(code), `${panel.code} ${code}`)
    const again = await readLabCatalogue(ctx)
    assert.equal(again, catalogue, 'kept in memory')
  })
})

test('drugs and wards are found as people type', async () => {
  await withContext(async (ctx) => {
    await loadStarterCatalogues(ctx)
    const drugs = async (text: string) => (await searchDrugs(ctx, text)).map((drug) => drug.label)
    assert.equal((await drugs('amlo 5'))[0], 'Amlodipin 5 mg')
    assert.equal((await drugs('paracetamol 500'))[0], 'Paracetamol 500 mg')
    assert.ok((await drugs('clavulanic'))[0]?.startsWith('Amoxicilin + Acid clavulanic'))
    const wards = await searchWards(ctx, 'phuong ba dinh ha noi')
    assert.deepEqual([wards.items[0]?.name, wards.items[0]?.province.name], ['Phường Ba Đình', 'Hà Nội'])
    assert.ok((await searchWards(ctx, '', '04')).items.every((ward) => ward.province.code === '04'))
    await importTable(
      ctx,
      file('old.tsv', [
        'province_code\tprovince\tdistrict_code\tdistrict\tward_code\tward\tward_type',
        '01\tThành phố Hà Nội\t001\tQuận Ba Đình\t00001\tPhường Phúc Xá\tPhường',
        '17\tTỉnh Hoà Bình\t148\tThành phố Hòa Bình\t04789\tPhường Thái Bình\tPhường',
      ]),
    )
    const old = await searchWards(ctx, 'phuc xa ba dinh')
    assert.equal(old.former[0]?.name, 'Phường Phúc Xá, Quận Ba Đình, Thành phố Hà Nội')
    assert.equal((await searchWards(ctx, 'phuong thai binh hoa binh')).former[0]?.province.name, 'Phú Thọ')
  })
})

import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import test from 'node:test'
import { gzipSync } from 'node:zlib'
import type { CodeSystemConcept, Parameters } from '@medplum/fhirtypes'
import { strToU8, zipSync } from 'fflate'
import { expand } from '#fhir/terminology/expand.ts'
import { lookup, subsumes } from '#fhir/terminology/lookup.ts'
import type { Context } from '#platform/context.ts'
import { importFhir } from '#store/import/import-fhir.ts'
import { ancestorsOf, codesOfValueSet, descendantsOf, terminologySource } from '#store/terminology/index.ts'
import { withContext } from '#tests/support/database.ts'
import { importTable } from './import-table.ts'
import { preparePackage } from './prepare-package.ts'

const folder = mkdtempSync(join(tmpdir(), 'lanong-formats-'))

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

const asked = (ctx: Context, inputs: Readonly<Record<string, string>>) => ({
  parameters: {
    resourceType: 'Parameters',
    parameter: Object.entries(inputs).map(([name, valueString]) => ({ name, valueString })),
  } satisfies Parameters,
  now: ctx.now(),
  newId: () => ctx.newId(),
})

async function expanded(ctx: Context, inputs: Readonly<Record<string, string>>) {
  const set = await expand(terminologySource(ctx), asked(ctx, inputs), { most: 1000 })
  return (set.expansion?.contains ?? []).map((one) => one.code)
}

async function displayOf(ctx: Context, system: string, code: string, version?: string) {
  const inputs = { system, code, ...(version === undefined ? {} : { version }) }
  const { parameter } = await lookup(terminologySource(ctx), asked(ctx, inputs))
  return parameter?.find((one) => one.name === 'display')?.valueString
}

/** A sheet with a title above its header, as the ministry writes them. */
function excel(rows: readonly (readonly string[])[]): Uint8Array {
  const cell = (text: string, at: number, row: number) =>
    `<c r="${String.fromCharCode(65 + at)}${row}" t="inlineStr"><is><t>${text}</t></is></c>`
  const lines = rows.map(
    (row, at) => `<row r="${at + 1}">${row.map((text, n) => cell(text, n, at + 1)).join('')}</row>`,
  )
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const relations = 'http://schemas.openxmlformats.org/package/2006/relationships'
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const files = {
    '[Content_Types].xml': '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    '_rels/.rels': `<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    'xl/workbook.xml': `<workbook xmlns="${main}" xmlns:r="${office}"><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships xmlns="${relations}"><Relationship Id="r1" Type="${office}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`,
    'xl/styles.xml': `<styleSheet xmlns="${main}"/>`,
    'xl/worksheets/sheet1.xml': `<worksheet xmlns="${main}"><sheetData>${lines.join('')}</sheetData></worksheet>`,
  }
  return zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, strToU8(text)])))
}

function tgz(files: Readonly<Record<string, unknown>>): Buffer {
  const parts: Buffer[] = []
  for (const [name, value] of Object.entries(files)) {
    const content = Buffer.from(JSON.stringify(value))
    const header = Buffer.alloc(512)
    header.write(`package/${name}`, 0)
    header.write(content.length.toString(8).padStart(11, '0'), 124)
    header.write('0', 156)
    header.write('ustar', 257)
    parts.push(header, content, Buffer.alloc((512 - (content.length % 512)) % 512))
  }
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(1024)]))
}

test('lists of any code system load from CSV, NDJSON and Excel, bad rows named by their line', async () => {
  await withContext(async (ctx) => {
    const system = 'http://example.org/cs/a'
    const csv =
      'code,display,parent,definition\nA,"Mã, một",,\nB,"Hai\ndòng",A,Là B\n,thiếu,,\nC,"hở,A,\nD,Bốn,B; A,\n'
    const report = await importTable(ctx, file('a.csv', csv), { system })
    assert.deepEqual(
      [report.processed, report.refusals.map(({ line, problem }) => `${line} ${problem}`)],
      [3, ['5 code', '6 quote']],
    )
    assert.equal(await displayOf(ctx, system, 'B'), 'Hai dòng')
    assert.deepEqual(await descendantsOf(ctx, system, 'A'), [
      { system, code: 'B' },
      { system, code: 'D' },
    ])
    assert.deepEqual(new Set((await ancestorsOf(ctx, system, 'D'))?.map((one) => one.code)), new Set(['A', 'B']))
    assert.deepEqual(await codesOfValueSet(ctx, `${system}?fhir_vs=isa/B`), [
      { system, code: 'B' },
      { system, code: 'D' },
    ])
    assert.equal(await codesOfValueSet(ctx, 'http://example.org/none'), undefined)

    const lines = [
      '{"code":"X","display":"Đau đầu"}',
      '{"code":',
      '{"code":"Y","display":"Đau bụng","status":"retired"}',
    ]
    const objects = await importTable(ctx, file('b.ndjson', lines.join('\n')), {
      system: 'http://example.org/cs/b',
    })
    assert.deepEqual([objects.processed, objects.refusals[0]?.line, objects.refusals[0]?.problem], [2, 2, 'json'])
    const url = 'http://example.org/cs/b?fhir_vs'
    assert.deepEqual(await expanded(ctx, { url, filter: 'dau' }), ['X', 'Y'])
    assert.deepEqual(await expanded(ctx, { url, filter: 'đầu da', activeOnly: 'true' }), ['X'])

    const sheet = [
      ['DANH MỤC BỆNH TẬT'],
      ['MÃ BỆNH', 'TÊN BỆNH', 'DISEASE NAME'],
      ['J18.9', 'Viêm phổi', 'Pneumonia'],
    ]
    const icd = await importTable(ctx, file('icd.xlsx', excel(sheet)))
    assert.deepEqual([icd.system, icd.processed, icd.failed], ['icd10', 1, 0])
    assert.equal(await displayOf(ctx, 'http://hl7.org/fhir/sid/icd-10', 'J18.9'), 'Viêm phổi')
  })
})

test('two releases of LOINC: columns come and go, what is gone ends', async () => {
  await withContext(async (ctx) => {
    const old =
      'LOINC_NUM,COMPONENT,PROPERTY,LONG_COMMON_NAME,SHORTNAME,STATUS\n"1-8","Na","SCnc","Sodium","Na","ACTIVE"\n"2-6","K","SCnc","Potassium","K","ACTIVE"\n'
    const next =
      'LOINC_NUM,COMPONENT,LONG_COMMON_NAME,SHORTNAME,STATUS,NEW\n"1-8","Na","Sodium in serum","Na","DEPRECATED","x"\n'
    await importTable(ctx, file('Loinc.csv', old), { validFrom: '2025-02-01' })
    const second = await importTable(ctx, file('Loinc2.csv', next), { validFrom: '2025-08-01', complete: true })
    assert.deepEqual([second.processed, second.added, second.closed], [1, 1, 2])
    assert.equal(await displayOf(ctx, 'http://loinc.org', '1-8'), 'Sodium in serum')
    await assert.rejects(displayOf(ctx, 'http://loinc.org', '2-6'), /Unknown code/)
    const before = await lookup(
      terminologySource(ctx, [], '2025-03-01'),
      asked(ctx, { system: 'http://loinc.org', code: '2-6' }),
    )
    assert.equal(before.parameter?.find((one) => one.name === 'display')?.valueString, 'Potassium')
    assert.deepEqual(await expanded(ctx, { url: 'http://loinc.org/vs', activeOnly: 'true' }), [])
  })
})

test('a FHIR package loads, its large code system into rows, two releases beside each other', async () => {
  await withContext(async (ctx) => {
    const url = 'http://example.org/big'
    const concept: CodeSystemConcept[] = Array.from({ length: 2500 }, (_, at) => ({
      code: `c${at}`,
      display: `Mục số ${at}`,
      ...(at > 0 ? { property: [{ code: 'parent', valueCode: `c${(at - 1) >> 1}` }] } : {}),
    }))
    const release = (version: string, display: string) =>
      tgz({
        'package.json': { name: 'example', version },
        'CodeSystem-big.json': {
          resourceType: 'CodeSystem',
          id: 'big',
          url,
          version,
          status: 'active',
          content: 'complete',
          concept: [{ ...concept[0], display }, ...concept.slice(1)],
        },
        'ValueSet-v.json': {
          resourceType: 'ValueSet',
          id: 'v',
          url: 'http://example.org/v',
          version,
          status: 'active',
          compose: {
            include: [{ system: url, version, filter: [{ property: 'concept', op: 'is-a', value: 'c1' }] }],
          },
        },
      })
    for (const [version, display] of [
      ['1.0', 'Gốc'],
      ['2.0', 'Gốc mới'],
    ] as const) {
      const prepared = await preparePackage(ctx, file(`p-${version}.tgz`, release(version, display)))
      assert.deepEqual(
        prepared.loads.map((one) => [one.processed, one.failed]),
        [[2500, 0]],
      )
      const report = await importFhir(ctx, prepared.files)
      assert.deepEqual([report.processed, report.failed], [2, 0], JSON.stringify(report.failures))
      await prepared.dispose()
      assert.equal(existsSync(prepared.folder), false)
    }
    assert.equal(await displayOf(ctx, url, 'c0'), 'Gốc mới')
    assert.equal(await displayOf(ctx, url, 'c0', '1.0'), 'Gốc')
    const relation = await subsumes(
      terminologySource(ctx),
      asked(ctx, { system: url, codeA: 'c0', codeB: 'c2499' }),
    )
    assert.equal(relation.parameter?.[0]?.valueCode, 'subsumes')
    assert.deepEqual(await expanded(ctx, { url: 'http://example.org/v', count: '3' }), ['c1', 'c3', 'c4'])
    assert.deepEqual(await expanded(ctx, { url: 'http://example.org/v|1.0', filter: 'muc 249', count: '2' }), [
      'c2490',
      'c2491',
    ])
    await assert.rejects(expanded(ctx, { url: `${url}?fhir_vs` }), /too many codes/)
    await assert.rejects(preparePackage(ctx, file('no.tgz', 'nothing')), { code: 'terminology.packageUnreadable' })
  })
})

const national = join(import.meta.dirname, '../../../../shared/data/vn/codes')
const counts: Readonly<Record<string, number>> = {
  'provinces-2025.tsv': 34,
  'wards-2025.tsv': 3321,
  'admin-units-2024-before-merger.tsv': 10_600,
  'icd10-vn.tsv': 12_137,
  'icd10-tt06-flags-extra.tsv': 1056,
  'icd10-prescribe-over-30-days.tsv': 252,
  'icd9cm-vol3-vn.tsv': 1260,
  'dvkt-icd9-map.tsv': 9206,
  'ma-doituong-kcb.tsv': 32,
  'ma-loai-kcb.tsv': 16,
  'ma-nhom-chi-phi.tsv': 19,
  'departments-partial.tsv': 35,
  'ethnic-groups.tsv': 55,
  'occupations-level2.tsv': 49,
  'countries-iso3166.tsv': 249,
  'drugs-sample.tsv': 474,
  'drug-route-codes-seen.tsv': 19,
  'bhxh-card-lookup-codes.tsv': 26,
}

test('the national lists load whole', {
  skip: existsSync(national) ? false : '../shared/data/vn is not here',
}, async () => {
  await withContext(async (ctx) => {
    const wrong: string[] = []
    for (const [name, count] of Object.entries(counts)) {
      const { expected, processed, refusals } = await importTable(ctx, join(national, name))
      // One line of this list has neither a name nor an ICD code.
      const unnamed = name === 'dvkt-icd9-map.tsv' ? 1 : 0
      if (expected !== count || processed !== count - unnamed)
        wrong.push(`${name}: ${expected} ${processed} of ${count} ${JSON.stringify(refusals.slice(0, 3))}`)
    }
    assert.deepEqual(wrong, [])
    assert.equal(await displayOf(ctx, 'http://hl7.org/fhir/sid/icd-10', 'I10'), 'Bệnh lý tăng huyết áp')
    const found = await expanded(ctx, {
      url: 'http://hl7.org/fhir/sid/icd-10?fhir_vs',
      filter: 'dai thao duong',
      count: '5',
    })
    assert.ok(found.length === 5, found.join(' '))
  })
})

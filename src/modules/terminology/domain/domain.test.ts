import assert from 'node:assert/strict'
import test from 'node:test'
import fc from 'fast-check'
import { childrenOf, codingRules } from './coding-rules.ts'
import { readDiseaseCodes } from './disease-codes.ts'
import { coreOf, foldInPlace, initialsOf, nearlyBegins, untelex } from './folded-text.ts'
import { findListKind } from './list-kinds.ts'
import { pickRange, type ReferenceRange } from './pick-range.ts'
import { readEntry, splitLine, toLine } from './read-line.ts'
import { search } from './search.ts'
import { buildSearchIndex } from './search-index.ts'

test('folding keeps every letter at its place', () => {
  assert.equal(foldInPlace('Đái Tháo  ĐƯỜNG'), 'dai thao  duong')
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary' }),
      (text) => foldInPlace(text.normalize('NFC')).length === text.normalize('NFC').length,
    ),
  )
})

test('opening words, initials, raw Telex and one wrong letter', () => {
  assert.equal(coreOf('benh dai thao duong'), 'dai thao duong')
  assert.equal(initialsOf('tang huyet ap'), 'tha')
  for (const [typed, meant] of [
    ['ddais thaos dduwowngf', 'dai thao duong'],
    ['tawng huyeets aps', 'tang huyet ap'],
    ['viem phooir', 'viem phoi'],
    ['hen', 'hen'],
    ['gout', 'gout'],
  ] as const)
    assert.equal(untelex(typed), meant)
  for (const typed of ['hueyt', 'huyt', 'huyeet', 'huyat']) assert.ok(nearlyBegins('huyet', typed), typed)
  assert.ok(!nearlyBegins('phoi', 'huyet'))
})

test('a hit tells where the name fits', () => {
  const index = buildSearchIndex([
    { code: 'J18.9', name: 'Viêm phổi, không đặc hiệu', nameEn: 'Pneumonia', synonyms: ['VP'] },
    { code: 'J20.9', name: 'Viêm phế quản cấp', nameEn: 'Acute bronchitis', synonyms: [] },
  ])
  const [first] = search(index, 'phoi vie', { limit: 5 })
  assert.equal(first?.item.code, 'J18.9')
  assert.deepEqual(
    first?.ranges.map(([from, to]) => 'Viêm phổi, không đặc hiệu'.slice(from, to)),
    ['Viê', 'phổi'],
  )
  assert.deepEqual(
    search(index, 'bronchitis', { limit: 5 }).map((hit) => hit.reason),
    ['english'],
  )
  assert.deepEqual(search(index, 'xyz', { limit: 5 }), [])
  fc.assert(fc.property(fc.string({ maxLength: 200 }), (text) => Array.isArray(search(index, text, { limit: 3 }))))
})

test('lists are known by header and name', () => {
  assert.equal(findListKind(['code', 'name_vi'], 'ethnic-groups.tsv')?.system, 'ethnic-group')
  assert.equal(findListKind(['code', 'name_vi'], 'occupations-level2.tsv')?.system, 'occupation')
  assert.equal(findListKind(['code', 'name_vi'], 'x.tsv'), undefined)
  assert.equal(findListKind(['code', 'name_vi'], 'x.tsv', 'occupation')?.system, 'occupation')
})

test('cells of TSV and CSV lines', () => {
  assert.deepEqual(splitLine('a\t "b"\tc ', '\t'), ['a', 'b', 'c'])
  assert.deepEqual(splitLine('a,"b, ""c""",', ','), ['a', 'b, "c"', ''])
  assert.equal(splitLine('a,"b', ','), undefined)
  assert.equal(toLine(['a'], ['1', '2']), undefined)
})

test('entries know their category and refuse what is wrong', () => {
  const kind = findListKind(
    ['code', 'code_nodot', 'name_vi', 'c24_not_primary', 'c26_has_more_specific'],
    'icd.tsv',
  )
  assert.ok(kind)
  const read = (line: Record<string, string>) => readEntry(kind, line)
  const parents = ['S32', 'S32.2', 'S32.20'].map((code) => {
    const entry = read({ code, name_vi: 'x' })
    return 'problem' in entry ? entry.problem : entry.parent
  })
  assert.deepEqual(parents, [null, 'S32', 'S32.2'])
  assert.deepEqual(read({ code: '', name_vi: 'x' }), { problem: 'code', found: '' })
  assert.deepEqual(read({ code: 'A', name_vi: '' }), { problem: 'name', found: 'A' })
  assert.deepEqual(read({ code: 'A', name_vi: 'x', validFrom: '2026-02-30' }), {
    problem: 'date',
    found: '2026-02-30',
  })
})

test('the codes of annex VII as ranges and exceptions', () => {
  assert.deepEqual(readDiseaseCodes('B20 đến B24, Z21'), { icd10: 'B20-B24;Z21' })
  assert.deepEqual(readDiseaseCodes('E10 - E14 (trừ E10.0, E10.1)'), {
    icd10: 'E10-E14',
    exceptIcd10: 'E10.0;E10.1',
  })
})

test('rules of the ICD-10 list', () => {
  assert.equal(codingRules({ dualMark: 'asterisk' }).notPrimary, true)
  assert.equal(codingRules({ mainlyFemale: '1' }).mainlySex, 'female')
  const children = childrenOf([
    { code: 'E11.9', parent: 'E11' },
    { code: 'E11.0', parent: 'E11' },
    { code: 'E11', parent: undefined },
  ])
  assert.deepEqual(children.get('E11'), { from: 'E11.0', to: 'E11.9' })
})

test('a range is picked by sex and age, and none when they are not known', () => {
  const range = (
    sex: 'male' | 'female' | undefined,
    ageFrom: number,
    ageTo: number,
    low: number,
  ): ReferenceRange => ({
    test: 'HGB',
    sex,
    ageFrom,
    ageTo,
    low,
    high: undefined,
    criticalLow: undefined,
    criticalHigh: undefined,
    unit: 'g/L',
    text: '',
    source: '',
  })
  const catalogue = {
    ranges: new Map([
      [
        'HGB',
        [
          range(undefined, 0, 5479, 110),
          range('male', 5479, Number.POSITIVE_INFINITY, 130),
          range('female', 5479, Number.POSITIVE_INFINITY, 120),
        ],
      ],
      ['CRP', [range(undefined, 0, Number.POSITIVE_INFINITY, 0)]],
    ]),
  }
  assert.equal(pickRange(catalogue, 'HGB', { sex: 'male', ageDays: 10_000 })?.low, 130)
  assert.equal(pickRange(catalogue, 'HGB', { sex: 'female', ageDays: 5479 })?.low, 120)
  assert.equal(pickRange(catalogue, 'HGB', { sex: 'female', ageDays: 5478 })?.low, 110)
  assert.equal(pickRange(catalogue, 'HGB', { sex: undefined, ageDays: 10_000 }), undefined)
  assert.equal(pickRange(catalogue, 'HGB', { sex: 'male', ageDays: undefined }), undefined)
  assert.equal(pickRange(catalogue, 'CRP', { sex: undefined, ageDays: undefined })?.low, 0)
})

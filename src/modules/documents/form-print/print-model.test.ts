import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { QuestionnaireItem, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { sdcUrl } from '#fhir/sdc/index.ts'
import { ask, blank, group, questionnaire } from '#tests/support/questionnaires.ts'
import type { Block, Cell } from './blocks.ts'
import { printModel } from './print-model.ts'

const print = (item: QuestionnaireItem[], answers: QuestionnaireResponseItem[] = []): readonly Block[] =>
  printModel(questionnaire(item), blank(answers)).blocks

const cellsOf = (blocks: readonly Block[]): readonly Cell[] =>
  blocks.flatMap((block) => (block.kind === 'row' ? block.cells : []))
const wordsOf = (blocks: readonly Block[]) =>
  blocks.flatMap((block) => (block.kind === 'heading' || block.kind === 'note' ? block.text : []))

const said = (text: string): QuestionnaireResponseItem => ({ linkId: 'q', answer: [{ valueString: text }] })

test('a section that was filled more than once is numbered, one alone is not', () => {
  const baby = group('baby', [ask('q', 'string')], { repeats: true, text: 'Trẻ sơ sinh' })
  const once = { linkId: 'baby', item: [said('a')] }
  assert.deepEqual(wordsOf(print([baby])), ['Trẻ sơ sinh'])
  assert.deepEqual(wordsOf(print([baby], [once])), ['Trẻ sơ sinh'])
  assert.deepEqual(wordsOf(print([baby], [once, { linkId: 'baby', item: [said('b')] }])), [
    'Trẻ sơ sinh (1)',
    'Trẻ sơ sinh (2)',
  ])
  const untitled = { ...baby, extension: [{ url: sdcUrl.print, valueCode: 'untitled' }] }
  assert.deepEqual(wordsOf(print([untitled], [once, once])), ['(1)', '(2)'])
})

test('a question for yes or no has a box for each, others have one', () => {
  const ticksOf = (text: string, valueBoolean?: boolean) => {
    const answers = valueBoolean === undefined ? [] : [{ linkId: 'q', answer: [{ valueBoolean }] }]
    const value = cellsOf(print([ask('q', 'boolean', { text })], answers))[0]?.value
    return value?.kind === 'ticks' ? value.options.map(({ text: words, on }) => `${words}${on ? '☒' : '☐'}`) : []
  }
  assert.deepEqual(ticksOf('Đình chỉ thai nghén: có/không'), ['Có☐', 'Không☐'])
  assert.deepEqual(ticksOf('Đình chỉ thai nghén: có/không', false), ['Có☐', 'Không☒'])
  assert.deepEqual(ticksOf('Dị ứng (có/không)', true), ['Có☒', 'Không☐'])
  assert.deepEqual([ticksOf('Phẫu thuật'), ticksOf('Phẫu thuật', true)], [['☐'], ['☒']])
})

test('the name of a group is not said twice, its units are printed raised', () => {
  const unit = (code: string) => [{ url: sdcUrl.unit, valueCoding: { code } }]
  const row = { extension: [{ url: sdcUrl.print, valueCode: 'row' }] }
  const allergy = group('g', [ask('q', 'boolean', { text: 'Dị ứng' })], { text: 'Dị ứng' })
  const [first] = cellsOf(print([group('all', [allergy], row)]))
  assert.equal(first?.label, 'Dị ứng')
  const [bmi] = cellsOf(print([ask('bmi', 'decimal', { extension: unit('kg/m2') })]))
  assert.equal(bmi?.value.kind === 'blank' && bmi.value.unit, 'kg/m²')
  const [pressure] = cellsOf(print([ask('p', 'decimal', { extension: unit('cmH2O') })]))
  assert.equal(pressure?.value.kind === 'blank' && pressure.value.unit, 'cmH2O')
})

test('a row whose first question is called like it is named once, with its number', () => {
  const row = { extension: [{ url: sdcUrl.print, valueCode: 'row' }] }
  const asked = [ask('q', 'string', { text: 'KKB, cấp cứu' }), ask('c', 'string', { text: 'Mã' })]
  const [block] = print([group('g', asked, { ...row, text: 'KKB, cấp cứu', prefix: '22' })])
  assert.ok(block?.kind === 'row')
  assert.deepEqual([block.label, block.cells.map((cell) => cell.label)], [null, ['22. KKB, cấp cứu', 'Mã']])
  const extension = [...row.extension, { url: sdcUrl.print, valueCode: 'untitled' }]
  const [untitled] = print([
    group('g', [ask('q', 'integer', { text: 'Apgar 1 phút' })], { text: 'Apgar 1 phút', extension }),
  ])
  assert.ok(untitled?.kind === 'row')
  assert.equal(untitled.cells[0]?.label, 'Apgar 1 phút', 'a score is never a bare number')
  const [other] = print([group('g', asked, { ...row, text: 'Chẩn đoán', prefix: '22' })])
  assert.ok(other?.kind === 'row')
  assert.deepEqual([other.label, other.cells[0]?.label], ['22. Chẩn đoán', 'KKB, cấp cứu'])
})

test('a group inside a cell of a table keeps its name: which eye it was is never lost', () => {
  const eye = (side: string, text: string) =>
    group(
      side,
      [
        ask(`${side}.size`, 'decimal', { text: 'Kích thước' }),
        ask(`${side}.light`, 'string', { text: 'Phản xạ' }),
      ],
      { text },
    )
  const pupils = group('pupils', [eye('r', 'Phải'), eye('l', 'Trái')], { text: 'Đồng tử' })
  const control = { coding: [{ system: 'http://hl7.org/fhir/questionnaire-item-control', code: 'gtable' }] }
  const extension = [{ url: sdcUrl.itemControl, valueCodeableConcept: control }]
  const sheet = group('row', [ask('at', 'string', { text: 'Giờ' }), pupils], { repeats: true, extension })
  const side = (name: string, size: number) => ({
    linkId: name,
    item: [
      { linkId: `${name}.size`, answer: [{ valueDecimal: size }] },
      { linkId: `${name}.light`, answer: [{ valueString: '+' }] },
    ],
  })
  const row = { linkId: 'row', item: [{ linkId: 'pupils', item: [side('r', 3), side('l', 5)] }] }
  const [table] = print([sheet], [row])
  assert.ok(table?.kind === 'table')
  assert.equal(table.rows[0]?.[1], 'Phải: Kích thước: 3; Phản xạ: +\nTrái: Kích thước: 5; Phản xạ: +')
})

test('tests of a laboratory stand in a table with unit and range, each with its own name', () => {
  const row = { extension: [{ url: sdcUrl.print, valueCode: 'row' }] }
  const unit = { extension: [{ url: sdcUrl.unit, valueCoding: { code: 'mmol/l' } }] }
  const aptt = group(
    'aptt',
    [ask('a', 'decimal', { text: 'APTT (25-35)' }), ask('b', 'decimal', { text: 'Tỷ số bệnh/chứng' })],
    {
      ...row,
      text: 'APTT (bệnh/chứng)',
    },
  )
  const extension = [{ url: sdcUrl.print, valueCode: 'results' }]
  const asked = [
    ask('glucose', 'decimal', { text: 'Glucose (3,9-6,4)', ...unit }),
    aptt,
    ask('note', 'text', { text: 'Nhận xét' }),
  ]
  const answers = [
    { linkId: 'glucose', answer: [{ valueDecimal: 5.4 }] },
    { linkId: 'aptt', item: [{ linkId: 'b', answer: [{ valueDecimal: 1.1 }] }] },
  ]
  const blocks = print(
    [group('tests', asked, { text: 'Bảng xét nghiệm', extension })],
    [{ linkId: 'tests', item: answers }],
  )
  const [, table, note] = blocks
  assert.ok(table?.kind === 'table')
  assert.deepEqual(table.rows, [
    ['Glucose (mmol/l)', '5,4', '3,9-6,4'],
    ['APTT', '', '25-35'],
    ['APTT: Tỷ số bệnh/chứng', '1,1', ''],
  ])
  assert.equal(note?.kind, 'long')
})

test('groups that ask the same stand in one table, what differs is left open', () => {
  const row = { extension: [{ url: sdcUrl.print, valueCode: 'row' }] }
  const measured = (linkId: string, text: string, also: QuestionnaireItem[] = []) =>
    group(linkId, [ask(`${linkId}.before`, 'decimal', { text: 'Trước thuốc' }), ...also], { ...row, text })
  const extension = [{ url: sdcUrl.print, valueCode: 'grid' }]
  const percent = ask('vc.percent', 'decimal', { text: '% lý thuyết' })
  const grid = group('g', [measured('vc', 'VC', [percent]), measured('ratio', 'Tỉ số')], {
    text: 'Kết quả',
    extension,
  })
  const answers = [{ linkId: 'vc', item: [{ linkId: 'vc.before', answer: [{ valueDecimal: 3.2 }] }] }]
  const [, table] = print([grid], [{ linkId: 'g', item: answers }])
  assert.ok(table?.kind === 'table')
  assert.deepEqual(
    [table.columns.map(({ title }) => title), table.rows],
    [
      ['', 'Trước thuốc', '% lý thuyết'],
      [
        ['VC', '3,2', ''],
        ['Tỉ số', '', ''],
      ],
    ],
  )
})

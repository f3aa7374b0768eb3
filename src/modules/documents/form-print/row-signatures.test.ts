import assert from 'node:assert/strict'
import { after, describe, it } from 'node:test'
import type { QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { withMarks } from '#fhir/sdc/index.ts'
import { formOn } from '#platform/forms/registry.ts'
import { formsFolder } from '#platform/typst/forms-folder.ts'
import { createRenderer } from '#platform/typst/renderer.ts'
import { printForm } from '#tests/support/form-paper.ts'
import { pdfTexts } from '#tests/support/pdf-text.ts'
import type { Block } from './blocks.ts'
import { printModel } from './print-model.ts'

const renderer = createRenderer(formsFolder)
after(() => renderer.close())

const doctor = { reference: 'Practitioner/a', display: 'BS. Lê Hữu Trác' }
const other = { reference: 'Practitioner/b', display: 'BS. Tuệ Tĩnh' }

const row = (id: string, course: string, name: string): QuestionnaireResponseItem => ({
  linkId: 'entry',
  id,
  item: [
    { linkId: 'entry.at', answer: [{ valueDateTime: '2026-11-23T08:00:00+07:00' }] },
    {
      linkId: 'entry.course',
      item: [{ linkId: 'entry.course.subjective', answer: [{ valueString: course }] }],
    },
    { linkId: 'entry.doctor', answer: [{ valueString: name }] },
  ],
})

const evidence = { hash: '00', evidence: 'Provenance/p' }
const item = [
  withMarks(row('r1', 'Ho nhiều về đêm', 'BS. Lê Hữu Trác'), {
    author: doctor,
    signed: { by: doctor, at: '2026-11-23T08:05:00+07:00', late: false, ...evidence },
    struck: { by: other, at: '2026-11-23T09:10:00+07:00', reason: 'Ghi nhầm người bệnh' },
  }),
  withMarks(row('r2', 'Ho ít', 'BS. Tuệ Tĩnh'), {
    author: other,
    corrects: { row: 'r1', reason: 'Ghi nhầm người bệnh' },
    signed: { by: other, at: '2026-11-23T09:15:00+07:00', late: false, ...evidence },
  }),
  withMarks(row('r3', 'Đau họng', 'BS. Tuệ Tĩnh'), {
    author: other,
    signed: { by: other, at: '2026-11-24T00:15:00+07:00', late: true, ...evidence },
  }),
  withMarks(row('r4', 'Chưa ký', 'BS. Tuệ Tĩnh'), { author: other }),
]

const edition = formOn('36/BV2', '2026-11-22')

describe('rows that are signed, on paper', () => {
  it('name their signer and time, what is late, what is put right, and what is struck through', () => {
    const questionnaire = edition.questionnaire()
    assert.ok(questionnaire)
    const { blocks } = printModel(questionnaire, {
      resourceType: 'QuestionnaireResponse',
      status: 'in-progress',
      item,
    })
    const table = blocks.find((one): one is Block & { kind: 'table' } => one.kind === 'table')
    assert.deepEqual(
      table?.rows.map((cells) => cells.at(-1)),
      [
        {
          struck: 'BS. Lê Hữu Trác',
          note: [
            'Đã ký số: BS. Lê Hữu Trác, 08:05 23/11/2026',
            'Gạch bỏ: BS. Tuệ Tĩnh, 09:10 23/11/2026. Lý do: Ghi nhầm người bệnh',
          ].join('\n'),
        },
        'BS. Tuệ Tĩnh\n(Sửa dòng 1: Ghi nhầm người bệnh)\nĐã ký số: BS. Tuệ Tĩnh, 09:15 23/11/2026',
        'BS. Tuệ Tĩnh\nĐã ký số: BS. Tuệ Tĩnh, 00:15 24/11/2026\n(Ghi muộn)',
        'BS. Tuệ Tĩnh',
      ],
    )
    assert.ok(table?.rows[0]?.every((cell) => typeof cell === 'object'))
  })

  it('stay readable when they are struck through', async () => {
    const { pdf } = await printForm(renderer, edition, {
      resourceType: 'QuestionnaireResponse',
      status: 'completed',
      item,
    })
    const text = (await pdfTexts(pdf)).join(' ').replace(/\s+/g, ' ')
    for (const words of ['Ho nhiều về đêm', 'Ghi nhầm người bệnh', 'Đã ký số: BS. Lê Hữu Trác', '(Ghi muộn)'])
      assert.ok(text.includes(words), words)
  })
})

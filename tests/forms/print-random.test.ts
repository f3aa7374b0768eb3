import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type {
  QuestionnaireItem,
  QuestionnaireResponseItem,
  QuestionnaireResponseItemAnswer,
} from '@medplum/fhirtypes'
import fc from 'fast-check'
import { cleanResponse, sdcUrl } from '#fhir/sdc/index.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import { formsFolder } from '#platform/typst/forms-folder.ts'
import { showable } from '#platform/typst/printable.ts'
import { createRenderer } from '#platform/typst/renderer.ts'
import { printForm } from '#tests/support/form-paper.ts'
import { pdfPages } from '#tests/support/pdf-text.ts'
import { ask, blank, group, questionnaire } from '#tests/support/questionnaires.ts'
import { squeezed } from '../proofs/sheet.ts'

const renderer = createRenderer(formsFolder)
after(() => renderer.close())

/** A questionnaire part with what was answered in it, and the texts that its print must show. */
interface Part {
  readonly item: QuestionnaireItem
  readonly given: readonly QuestionnaireResponseItem[]
  readonly shown: readonly string[]
}

let serial = 0
/** A word that stands nowhere else. */
const word = () => `q${(++serial).toString(36)}z`

const nasty = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 10 }),
  fc.constantFrom(
    '#read("/etc/passwd") #{panic()}',
    '$x^2$ \\u{41} <label> *b* _i_ `raw` = h',
    '<b onclick="x()">h</b> &amp; {{7*7}} https://example.vn/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
    '😀👩‍⚕️ مرحبا \u202eabc',
    'Nguyễn Thị Ánh'.normalize('NFD'),
    '- một\n- hai\n\n/ ba: bốn\n+ năm',
    "~ -- --- ... “ngoặc” 'đơn' @trích // chú thích /* khối */",
  ),
)
const written = nasty.map((text) => `${word()} ${text} ${word()}`)
const option = (code: string, display: string) => ({ valueCoding: { code, display } })

interface Kind {
  readonly type: NonNullable<QuestionnaireItem['type']>
  readonly answer: fc.Arbitrary<readonly [QuestionnaireResponseItemAnswer, string]>
  readonly more?: Partial<QuestionnaireItem>
}
const texts = (key: 'valueString'): Kind['answer'] => written.map((text) => [{ [key]: text }, text])
const dayOf = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10))
const paperDay = (day: string) => day.split('-').reverse().join('/')
const kinds: readonly Kind[] = [
  { type: 'string', answer: texts('valueString') },
  { type: 'text', answer: texts('valueString') },
  {
    type: 'open-choice',
    answer: texts('valueString'),
    more: { answerOption: [option('1', 'Có'), option('2', 'Không')] },
  },
  { type: 'choice', answer: fc.constant(null).map(() => coded()) },
  {
    type: 'choice',
    answer: fc.constant(null).map(() => coded()),
    more: { answerValueSet: 'urn:lanong:vs:icd10-vn' },
  },
  {
    type: 'integer',
    answer: fc.integer({ min: -99_999, max: 9_999_999 }).map((n) => [{ valueInteger: n }, vietnamese(n)]),
  },
  {
    type: 'decimal',
    answer: fc.integer({ min: 1, max: 9_999_999 }).map((n) => [{ valueDecimal: n / 100 }, vietnamese(n / 100)]),
  },
  { type: 'date', answer: dayOf.map((day) => [{ valueDate: day }, paperDay(day)]) },
  {
    type: 'dateTime',
    answer: dayOf.map((day) => [
      { valueDateTime: `${day}T23:59:00+07:00` },
      `23 giờ 59 phút, ngày ${paperDay(day)}`,
    ]),
  },
  { type: 'time', answer: fc.constant([{ valueTime: '08:05:00' }, '08:05'] as const) },
  {
    type: 'quantity',
    answer: fc
      .integer({ min: 1, max: 99_999 })
      .map((n) => [{ valueQuantity: { value: n, unit: 'mg' } }, `${vietnamese(n)} mg`]),
  },
  { type: 'reference', answer: written.map((text) => [{ valueReference: { display: text } }, text]) },
]
function coded(): readonly [QuestionnaireResponseItemAnswer, string] {
  const display = word()
  return [{ valueCoding: { code: 'A00', display } }, display]
}
function vietnamese(n: number): string {
  return String(n).replace('.', ',')
}

const question: fc.Arbitrary<Part> = fc
  .tuple(fc.constantFrom(...kinds), fc.boolean(), fc.boolean(), fc.constantFrom('', '1', 'II'))
  .chain(([{ type, answer, more }, repeats, upper, prefix]) =>
    fc.array(answer, { minLength: 0, maxLength: repeats ? 3 : 1 }).map((answers) => {
      const linkId = word()
      const hint = upper ? { extension: [{ url: sdcUrl.print, valueCode: 'upper' }] } : {}
      return {
        item: ask(linkId, type, {
          ...more,
          ...hint,
          ...(prefix ? { prefix } : {}),
          ...(repeats ? { repeats } : {}),
        }),
        given: answers.length > 0 ? [{ linkId, answer: answers.map(([one]) => one) }] : [],
        shown: answers.map(([, text]) => text),
      }
    }),
  )

const table = { url: sdcUrl.itemControl, valueCodeableConcept: { coding: [{ code: 'gtable' }] } }
const looks = { section: [], row: [{ url: sdcUrl.print, valueCode: 'row' }], table: [table] } as const

/** A group, filled up to some times; every row of it has texts of its own. */
const groupOf = (inner: fc.Arbitrary<Part>): fc.Arbitrary<Part> =>
  fc
    .tuple(
      fc.constantFrom(...(Object.keys(looks) as (keyof typeof looks)[])),
      fc.array(inner, { minLength: 1, maxLength: 11 }),
      fc.boolean(),
      fc.nat(7),
    )
    .map(([look, parts, repeats, rows]) => {
      const linkId = word()
      const again = Array.from({ length: repeats ? rows : 1 }, () =>
        retold(parts.flatMap(({ given }) => [...given])),
      )
      return {
        item: group(
          linkId,
          parts.map((part) => part.item),
          { extension: [...looks[look]], ...(repeats ? { repeats } : {}) },
        ),
        given: again.map(({ items }) => ({ linkId, ...(items.length > 0 ? { item: items } : {}) })),
        shown:
          again.length === 0
            ? []
            : [...parts.flatMap(({ shown }) => shown), ...again.flatMap(({ marks }) => marks)],
      }
    })

/** The same answers with a word of their own in every text, so that a lost row is found out. */
function retold(items: readonly QuestionnaireResponseItem[]): {
  items: QuestionnaireResponseItem[]
  marks: string[]
} {
  const marks: string[] = []
  const tell = (one: QuestionnaireResponseItemAnswer): QuestionnaireResponseItemAnswer => {
    if (one.valueString === undefined) return one
    const mark = word()
    marks.push(mark)
    return { ...one, valueString: `${one.valueString} ${mark}` }
  }
  const of = (one: QuestionnaireResponseItem): QuestionnaireResponseItem => ({
    ...one,
    ...(one.answer ? { answer: one.answer.map(tell) } : {}),
    ...(one.item ? { item: one.item.map(of) } : {}),
  })
  return { items: items.map(of), marks }
}

const forms = fc.array(groupOf(fc.oneof({ weight: 5, arbitrary: question }, groupOf(question))), {
  minLength: 1,
  maxLength: 4,
})

const editionOf = (item: readonly QuestionnaireItem[]): FormEdition => ({
  code: 'NP/01',
  form: 'NP-01',
  kind: 'local',
  title: { vi: 'Phiếu thử', en: 'Test form' },
  source: '',
  verified: false,
  toPatient: false,
  slots: [
    {
      id: 'doctor',
      role: 'doctor',
      title: { vi: 'Bác sĩ', en: 'Doctor' },
      order: 1,
      required: true,
      note: undefined,
    },
  ],
  validFrom: '2026-01-01',
  validTo: undefined,
  template: '_print/statutory.typ',
  own: true,
  isFilled: true,
  questionnaire: () => questionnaire([...item]),
})

/** Letters of a text as they stand on paper; plainly when one of the paper's signs could not be put together. */
const letters = (text: string, plainly = false): string =>
  squeezed(showable(text, plainly)).replaceAll('\u200b', '').toLowerCase()

/** Whether a word stands on a page, or begins on one and ends on the next: only what is too long for a line does. */
function stands(pages: readonly string[], sought: string): boolean {
  if (pages.some((page) => page.includes(sought))) return true
  const cuts = sought.length > 12 ? Array.from({ length: sought.length - 1 }, (_, at) => at + 1) : []
  return pages.some(
    (page, at) =>
      at > 0 &&
      cuts.some((cut) => pages[at - 1]?.includes(sought.slice(0, cut)) && page.includes(sought.slice(cut))),
  )
}

test('any form: no answer is lost in print, none of its rows, whatever signs stand in it', async () => {
  await fc.assert(
    fc.asyncProperty(forms, async (parts) => {
      const items = parts.map(({ item }) => item)
      const response = cleanResponse(blank(parts.flatMap(({ given }) => [...given])))
      const { pdf } = await printForm(renderer, editionOf(items), { ...response, status: 'completed' })
      const pages = (await pdfPages(pdf)).map((page) => letters(page.text))
      const lost = parts
        .flatMap(({ shown }) => shown)
        .flatMap((text) => cleaned(text).split(/\s+/))
        .filter((token) => ![letters(token), letters(token, true)].some((one) => stands(pages, one)))
      assert.deepEqual(lost, [])
    }),
    { numRuns: 40, seed: 20_261_122, endOnFailure: true },
  )
})

/** As the store keeps it. */
function cleaned(text: string): string {
  const { item } = cleanResponse(blank([{ linkId: 'q', answer: [{ valueString: text }] }]))
  return item?.[0]?.answer?.[0]?.valueString ?? ''
}

test('a table of 1,500 rows prints every one of them once, in order, each page with the head of the table', async () => {
  const questions = [ask('at', 'dateTime'), ask('said', 'text'), ask('dose', 'decimal')]
  const rows = Array.from({ length: 1500 }, (_, at) => ({
    linkId: 'rows',
    item: [
      { linkId: 'at', answer: [{ valueDateTime: `2026-11-20T${String(at % 24).padStart(2, '0')}:30:00+07:00` }] },
      { linkId: 'said', answer: [{ valueString: `dòng${at}hết` }] },
      { linkId: 'dose', answer: [{ valueDecimal: at / 2 }] },
    ],
  }))
  const items = [group('rows', questions, { repeats: true, extension: [table] })]
  const { pdf, marks } = await printForm(renderer, editionOf(items), { ...blank(rows), status: 'completed' })
  const pages = await pdfPages(pdf)
  const found = [
    ...pages
      .map((page) => page.text)
      .join(' ')
      .matchAll(/dòng(\d+)hết/g),
  ].map((one) => Number(one[1]))
  assert.deepEqual(
    found,
    Array.from({ length: 1500 }, (_, at) => at),
  )
  assert.ok(pages.length > 20, `${pages.length} pages`)
  for (const page of pages) assert.match(page.text, /at said dose/)
  assert.equal(marks[0]?.page, pages.length)
})

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { describe, it } from 'node:test'
import {
  assess,
  type CompletenessRule,
  completenessRule,
  dueOn,
  type PaperFacts,
  type RecordFacts,
} from './completeness.ts'

const file = new URL('../../../../data/rules/record-completeness.json', import.meta.url)
const { rules } = JSON.parse(readFileSync(file, 'utf8')) as { rules: CompletenessRule[] }
const rule = completenessRule('AMB', '2026-11-23', rules) as CompletenessRule

const paper = (given: Partial<PaperFacts>): PaperFacts => ({
  id: 'p1',
  form: '15/BV1',
  title: 'Bệnh án ngoại trú',
  signed: true,
  waitingFor: undefined,
  about: [],
  ...given,
})
const whole: RecordFacts = {
  kind: 'AMB',
  startedOn: '2026-11-23',
  endedOn: '2026-11-23',
  doctor: 'BS Trịnh Thu Thủy',
  primaryDiagnosis: true,
  ending: undefined,
  forms: [{ form: '15/BV1', completed: true, author: 'BS Trịnh Thu Thủy' }],
  papers: [
    paper({}),
    paper({ id: 'p2', form: '16/BV2', about: ['r1'] }),
    paper({ id: 'p3', form: 'TT26', about: ['01ZZ1abc-n'] }),
  ],
  transfers: 0,
  orders: [{ id: 'o1', name: 'Glucose', done: true, who: undefined }],
  reports: [{ id: 'r1', title: 'Phiếu xét nghiệm', final: true, who: undefined }],
  prescriptions: [{ group: '01ZZ1abc-n', issued: true, who: undefined }],
  uncalledCriticals: [],
}
const missing = (given: Partial<RecordFacts>) =>
  assess({ ...whole, ...given }, rule)
    .filter((need) => !need.ok)
    .map((need) => `${need.item}:${need.text}`)

describe('completeness', () => {
  it('finds nothing missing in a whole record, and counts what is there', () => {
    assert.deepEqual(missing({}), [])
    assert.equal(assess(whole, rule).length, 6)
  })

  for (const [what, given, expected] of [
    ['no diagnosis', { primaryDiagnosis: false }, ['diagnosis:diagnosis']],
    ['an unfinished form', { forms: [{ form: '15/BV1', completed: false, author: 'BS A' }] }, ['exam:formOpen']],
    ['no form', { forms: [] }, ['exam:formAbsent']],
    ['no form and so no paper', { forms: [], papers: whole.papers.slice(1) }, ['exam:formAbsent']],
    ['no record paper', { papers: whole.papers.slice(1) }, ['record-paper:paperAbsent']],
    [
      'an unsigned record paper',
      { papers: [paper({ signed: false }), ...whole.papers.slice(1)] },
      ['record-paper:signature'],
    ],
    [
      'a test without result',
      { orders: [{ id: 'o1', name: 'Kali', done: false, who: 'KTV B' }] },
      ['results:result'],
    ],
    [
      'a report without paper',
      { papers: whole.papers.filter((one) => one.id !== 'p2') },
      ['result-papers:paperAbsent'],
    ],
    [
      'a prescription never issued',
      { prescriptions: [{ group: 'x', issued: false, who: undefined }] },
      ['prescriptions:prescriptionDraft'],
    ],
    ['a prescription without paper', { papers: whole.papers.slice(0, 2) }, ['prescriptions:paperAbsent']],
    [
      'a critical value nobody was called about',
      { uncalledCriticals: [{ id: 'x', name: 'Kali', who: undefined }] },
      ['critical:criticalCall'],
    ],
  ] as const) {
    it(`names ${what}`, () => assert.deepEqual(missing(given as Partial<RecordFacts>), expected))
  }

  it('asks nothing for orders and prescriptions that a visit did not have', () => {
    assert.deepEqual(missing({ orders: [], reports: [], prescriptions: [], papers: [paper({})] }), [])
  })

  it('gives the day of handing in, also at the end of February', () => {
    assert.equal(dueOn('2028-02-27', rule), '2028-03-01')
    assert.equal(dueOn('2026-02-27', rule), '2026-03-02')
  })

  it('has a rule only for the kinds and days it is written for', () => {
    assert.equal(completenessRule('HH', '2026-11-23', rules), undefined)
    assert.equal(completenessRule('AMB', '2023-12-31', rules), undefined)
  })
})

describe('completeness of an inpatient record', () => {
  const inpatient = completenessRule('IMP', '2026-11-23', rules) as CompletenessRule
  const codes = ['02/BV1', '40/BV2', '36/BV2', '37/BV2']
  const stay: RecordFacts = {
    ...whole,
    kind: 'IMP',
    ending: 'home',
    forms: codes.map((form) => ({ form, completed: true, author: undefined })),
    papers: [...codes, 'TT25-02'].map((form) => paper({ id: form, form, title: form })),
    orders: [],
    reports: [],
    prescriptions: [],
  }
  const lacks = (facts: RecordFacts) =>
    assess(facts, inpatient)
      .filter((one) => !one.ok)
      .map((one) => `${one.item}:${one.text}:${one.name}`)
  const without = (form: string): RecordFacts => ({
    ...stay,
    forms: stay.forms.filter((one) => one.form !== form),
    papers: stay.papers.filter((one) => one.form !== form),
  })

  it('asks for the record of the department, the sheets, the commitment and the paper of leaving', () => {
    assert.deepEqual(lacks(stay), [])
    assert.deepEqual(lacks(without('02/BV1')), ['medical-record:formAbsent:Bệnh án nội trú (01/BV1–28/BV1)'])
    assert.deepEqual(lacks(without('36/BV2')), ['day-sheet:formAbsent:36/BV2'])
    assert.deepEqual(lacks(without('TT25-02')), ['discharge-paper:paperAbsent:TT25-02'])
    const open = { ...stay, forms: [...stay.forms, { form: '36/BV2', completed: false, author: 'BS An' }] }
    assert.deepEqual(lacks(open), ['day-sheet:formOpen:36/BV2'])
    const only = {
      ...without('36/BV2'),
      forms: [...without('36/BV2').forms, { form: '36/BV2', completed: false, author: 'BS An' }],
    }
    assert.deepEqual(lacks(only), ['day-sheet:formOpen:36/BV2'], 'one gap, told once')
  })

  it('asks by how the stay ended', () => {
    assert.deepEqual(lacks({ ...without('TT25-02'), ending: 'death' }), [
      'death-notice:paperAbsent:TT25-05',
      'death-review:paperAbsent:47/BV2, 28/BV2',
    ])
    assert.deepEqual(lacks({ ...stay, ending: 'transfer-out' }), [
      'transfer-paper:paperAbsent:TT01-PL6',
      'transfer-commitment:paperAbsent:45/BV2',
    ])
    assert.deepEqual(lacks({ ...stay, ending: 'against-advice' }), ['against-advice:paperAbsent:46/BV2'])
  })

  it('asks for both hand-over papers of every transfer, also of one that did not wait for them', () => {
    const handOver = (form: string, completed = true) => ({ form, completed, author: 'BS An' })
    const twice = (forms: RecordFacts['forms']) =>
      lacks({ ...stay, transfers: 2, forms: [...stay.forms, ...forms] })
    assert.deepEqual(twice([handOver('43/BV2'), handOver('44/BV2'), handOver('44/BV2')]), [
      'hand-over:formAbsent:43/BV2',
    ])
    assert.deepEqual(
      twice([handOver('43/BV2'), handOver('43/BV2', false), handOver('44/BV2'), handOver('44/BV2')]),
      ['hand-over:formOpen:43/BV2'],
    )
  })

  it('names only forms that there are', () => {
    const there = readdirSync(new URL('../../../../data/forms/', import.meta.url))
    for (const { form, forms = [] } of rules.flatMap((one) => one.items))
      for (const code of form ? [form] : forms) assert.ok(there.includes(code.replace('/', '-')), code)
  })
})

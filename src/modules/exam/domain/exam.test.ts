import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { checkDiagnoses, type DiagnosisCode } from './check-diagnoses.ts'
import { type ConclusionFacts, missingParts } from './conclusion.ts'
import type { ExamValues } from './form.ts'
import { filledSummary, proposeSummary } from './summary.ts'

const whole: ExamValues = {
  reason: 'Chóng mặt',
  history: 'Một tuần nay',
  ownHistory: 'Tăng huyết áp 3 năm',
  organs: 'Tim đều',
  advice: 'Đo huyết áp tại nhà',
  'summary.state': 'Đỡ',
}
const facts = (given: Partial<ConclusionFacts> = {}): ConclusionFacts => ({
  values: whole,
  hasMainDiagnosis: true,
  hasVitals: true,
  draftLines: 0,
  today: '2026-11-23',
  ...given,
})
const why = (given: Partial<ConclusionFacts>) => missingParts(facts(given)).map((one) => one.why)

describe('missingParts', () => {
  it('finds nothing in a whole record', () => assert.deepEqual(why({}), []))

  it('lists every part of an empty one with its place', () => {
    const missing = missingParts(facts({ values: {}, hasMainDiagnosis: false, hasVitals: false, draftLines: 2 }))
    assert.deepEqual(
      missing.map((one) => `${one.place}:${one.why}`),
      [
        'reason:reason',
        'history:history',
        'ownHistory:ownHistory',
        'organs:findings',
        'vitals:vitals',
        'diagnosis:diagnosis',
        'advice:advice',
        'summary.state:state',
        'prescription:prescriptionDraft',
      ],
    )
  })

  it('takes the general examination or the organs, and no blank for either', () => {
    assert.deepEqual(why({ values: { ...whole, organs: '', general: 'Tỉnh' } }), [])
    assert.deepEqual(why({ values: { ...whole, organs: ' \n' } }), ['findings'])
  })

  it('wants a re-examination after today, on a day that exists', () => {
    const on = (reexamDate: string) => why({ values: { ...whole, reexamDate } })
    assert.deepEqual(on('2026-12-21'), [])
    assert.deepEqual(on('2026-11-23'), ['reexamPast'])
    assert.deepEqual(on('2026-02-29'), ['reexamDay'])
    assert.deepEqual(on(''), [])
  })
})

describe('the summary', () => {
  const results = [
    { name: 'Glucose', value: '8,1 mmol/L', abnormal: true },
    { name: 'Creatinin', value: '70 µmol/L', abnormal: false },
  ]
  it('tells what the data tell, and never how the patient leaves', () => {
    const drugs = ['Amlodipin 5 mg, uống sáng 1 viên, 30 ngày']
    assert.deepEqual(proposeSummary({ values: { ...whole, reexamDate: '2026-12-21' }, results, drugs }), {
      labSummary: 'Bất thường: Glucose 8,1 mmol/L. Trong giới hạn: Creatinin.',
      'summary.course': 'Chóng mặt. Một tuần nay.',
      'summary.results': 'Bất thường: Glucose 8,1 mmol/L. Trong giới hạn: Creatinin.',
      'summary.method': 'Amlodipin 5 mg, uống sáng 1 viên, 30 ngày.',
      'summary.plan': 'Đo huyết áp tại nhà. Khám lại ngày 21/12/2026.',
    })
    assert.equal(
      proposeSummary({ values: {}, results: [], drugs: [] })['summary.results'],
      'Không làm cận lâm sàng.',
    )
  })

  it('keeps what the doctor wrote', () => {
    const values = { ...whole, 'summary.results': 'Đường máu tăng nhẹ' }
    assert.equal(filledSummary({ values, results, drugs: [] })['summary.results'], 'Đường máu tăng nhẹ')
    assert.equal(filledSummary({ values, results, drugs: [] })['summary.state'], 'Đỡ')
  })
})

describe('checkDiagnoses', () => {
  const code = (name: string, given: Partial<DiagnosisCode> = {}): DiagnosisCode => ({
    code: name,
    name,
    notPrimary: false,
    discouragedPrimary: false,
    hasMoreSpecific: false,
    deathCauseOnly: false,
    mainlyFemale: false,
    mainlyMale: false,
    ...given,
  })
  const found = (codes: DiagnosisCode[], sex?: string) =>
    checkDiagnoses(codes, sex).map((one) => `${one.level} ${one.code} ${one.why}`)

  it('refuses a main diagnosis that may only stand beside another', () => {
    const star = code('G63.2', { notPrimary: true })
    assert.deepEqual(found([star]), ['refuse G63.2 notPrimary'])
    assert.deepEqual(found([code('E11.4'), star]), [])
  })
  it('warns of a code with more specific ones, of the sex, of a discouraged main diagnosis', () => {
    assert.deepEqual(found([code('E11', { hasMoreSpecific: true })]), ['warn E11 moreSpecific'])
    assert.deepEqual(found([code('N40', { mainlyMale: true })], 'female'), ['warn N40 sex'])
    assert.deepEqual(found([code('O80', { mainlyFemale: true })], 'male'), ['warn O80 sex'])
    assert.deepEqual(found([code('O80', { mainlyFemale: true })], 'unknown'), [])
    assert.deepEqual(found([code('R51', { discouragedPrimary: true })]), ['warn R51 discouragedPrimary'])
  })
  it('refuses a code twice, and a cause of death for the living', () => {
    assert.deepEqual(found([code('I10'), code('I10')]), ['refuse I10 twice'])
    assert.deepEqual(found([code('I10'), code('R99', { deathCauseOnly: true })]), ['refuse R99 deathCauseOnly'])
  })
})

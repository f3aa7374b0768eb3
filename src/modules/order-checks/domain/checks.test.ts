import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { drug } from '#tests/support/drug-list.ts'
import { drugRules } from '../drug-rules.ts'
import { medicineKnowledge } from '../knowledge.ts'
import { holdingBack } from './alert.ts'
import { checkDrugs } from './check-drugs.ts'
import { uncovered } from './coverage.ts'
import type { PatientFacts, ProposedDrug } from './facts.ts'
import { type Knowledge, namesOf } from './knowledge.ts'

const adult: PatientFacts = {
  day: '2026-11-23',
  ageMonths: 68 * 12,
  sex: 'male',
  weightKg: 60,
  kidney: { value: 90, formula: 'cockcroft-gault' },
  creatinineOn: '2026-11-22',
  pregnant: false,
  gestationWeeks: undefined,
  breastfeeding: false,
  diagnoses: [],
  payer: 'self',
  current: [],
}

const current = (code: string): PatientFacts['current'][number] => {
  const { ingredients, routeCode } = drug(code)
  return { requestId: code, name: code, ingredients, routeCode, from: 'ward' }
}

/** Rules that speak, as `kind.id level`. */
function said(drugs: readonly ProposedDrug[], about: Partial<PatientFacts> = {}): string[] {
  const { knowledge, names } = medicineKnowledge()
  const alerts = checkDrugs(drugs, { ...adult, ...about }, knowledge, names, drugRules().classes)
  return alerts.map((one) => `${one.rule} ${one.level}${one.overridable ? '' : '!'}`)
}

const woman = { sex: 'female', ageMonths: 360 } as const
const clears = (value: number) => ({ kidney: { value, formula: 'cockcroft-gault' } }) as const

const cases: readonly [string, ProposedDrug[], Partial<PatientFacts>, readonly string[]][] = [
  ['a plain tablet says nothing', [drug('AMLODIPIN-5')], {}, []],
  ['paracetamol at its limit', [drug('PARACETAMOL-500', 2, 4)], {}, []],
  ['paracetamol above its limit', [drug('PARACETAMOL-500', 2, 5)], {}, ['dose.paracetamol-adult stop!']],
  ['paracetamol given in mg', [drug('PARACETAMOL-500', 1500, 1, 'mg')], {}, ['dose.paracetamol-adult stop!']],
  ['a child at 15 mg/kg', [drug('PARACETAMOL-150G', 1, 4)], { ageMonths: 24, weightKg: 12 }, []],
  [
    'a child above 15 mg/kg',
    [drug('PARACETAMOL-250G', 1, 4)],
    { ageMonths: 24, weightKg: 12 },
    ['dose.paracetamol-child stop'],
  ],
  [
    'a child below 10 mg/kg',
    [drug('PARACETAMOL-150G', 1, 4)],
    { ageMonths: 60, weightKg: 20 },
    ['dose.paracetamol-child note'],
  ],
  [
    'a child without weight',
    [drug('PARACETAMOL-150G', 1, 4)],
    { ageMonths: 24, weightKg: undefined },
    ['dose.paracetamol-child warning'],
  ],
  [
    'syrup in mL by weight',
    [drug('IBUPROFEN-100H', 12, 3, 'ml')],
    { ageMonths: 24, weightKg: 12 },
    ['dose.ibuprofen-child warning'],
  ],
  ['gentamicin by weight', [drug('GENTAMICIN-80T', 6, 1)], {}, ['dose.gentamicin-adult stop']],
  [
    'both parts of a mixture',
    [drug('PARA-TRAMADOL', 2, 8)],
    {},
    ['dose.paracetamol-adult stop!', 'dose.tramadol-adult stop'],
  ],
  [
    'an older patient has other limits',
    [drug('TRAMADOL-50', 2, 4)],
    { ageMonths: 80 * 12 },
    ['dose.tramadol-old warning'],
  ],
  ['rosuvastatin above 20 mg', [drug('ROSUVASTATIN-10', 3)], {}, ['dose.rosuvastatin-asian warning']],
  [
    'clarithromycin with colchicine',
    [drug('CLARITHROMYCIN-500', 1, 2)],
    { current: [current('COLCHICIN-1')] },
    ['interaction.macrolide-colchicin stop'],
  ],
  [
    'the other way round too',
    [drug('COLCHICIN-1')],
    { current: [current('CLARITHROMYCIN-500')] },
    ['interaction.macrolide-colchicin stop'],
  ],
  [
    'two new drugs of one act',
    [drug('ACENOCOUMAROL-1'), drug('COTRIMOXAZOL-960', 1, 2)],
    {},
    ['interaction.acenocoumarol-cotrimoxazol warning'],
  ],
  [
    'ivabradine with clarithromycin lets nothing pass',
    [drug('IVABRADIN-5', 1, 2)],
    { current: [current('CLARITHROMYCIN-500')] },
    ['interaction.ivabradin-macrolide stop!'],
  ],
  ['azithromycin instead is no such pair', [drug('AZITHROMYCIN-500')], { current: [current('COLCHICIN-1')] }, []],
  ['eye drops do not interact', [drug('MOXIFLOXACIN-NM', 1, 4)], { current: [current('AMIODARON-200')] }, []],
  [
    'nebulised salbutamol does',
    [drug('SALBUTAMOL-25K', 1, 3)],
    { current: [current('PROPRANOLOL-40')] },
    ['interaction.chenbeta-beta2 warning'],
  ],
  [
    'a dry rule is marked and held back by nobody',
    [drug('LEVOFLOXACIN-500')],
    { current: [current('PREDNISOLON-5')] },
    ['interaction.quinolon-corticoid note'],
  ],
  [
    'the same substance twice',
    [drug('PARACETAMOL-500', 1, 3)],
    { current: [current('PARA-CODEIN')] },
    ['duplicate.substance warning'],
  ],
  [
    'two statins are one class',
    [drug('ATORVASTATIN-20')],
    { current: [current('ROSUVASTATIN-10')] },
    ['duplicate.class warning'],
  ],
  ['metformin below 30', [drug('METFORMIN-500')], clears(25), ['renal.metformin-30 stop!']],
  ['metformin within its limit at 40', [drug('METFORMIN-500', 1, 2)], clears(40), []],
  ['metformin above it at 40', [drug('METFORMIN-500', 1, 3)], clears(40), ['renal.metformin-45 warning']],
  ['no creatinine is said once', [drug('METFORMIN-500')], { kidney: undefined }, ['renal.metformin-60 note']],
  [
    'an NSAID with weak kidneys',
    [drug('DICLOFENAC-75')],
    { kidney: { value: 20, formula: 'ckd-epi-2021' } },
    ['renal.nsaid-30 stop'],
  ],
  [
    'an ACE inhibitor in pregnancy',
    [drug('ENALAPRIL-5')],
    { ...woman, pregnant: true },
    ['pregnancy.raas-thai stop!'],
  ],
  [
    'an NSAID in week 30',
    [drug('IBUPROFEN-400')],
    { ...woman, pregnant: true, gestationWeeks: 30 },
    ['pregnancy.nsaid-thai-28 stop!'],
  ],
  [
    'an NSAID in week 22',
    [drug('IBUPROFEN-400')],
    { ...woman, pregnant: true, gestationWeeks: 22 },
    ['pregnancy.nsaid-thai-20 warning'],
  ],
  ['an NSAID in week 10', [drug('IBUPROFEN-400')], { ...woman, pregnant: true, gestationWeeks: 10 }, []],
  [
    'nobody asked about pregnancy',
    [drug('ENALAPRIL-5')],
    { ...woman, pregnant: undefined },
    ['pregnancy.raas-thai note'],
  ],
  ['nobody asks an old woman', [drug('ENALAPRIL-5')], { sex: 'female', ageMonths: 840, pregnant: undefined }, []],
  [
    'codeine while breast-feeding',
    [drug('PARA-CODEIN')],
    { ...woman, breastfeeding: true },
    ['breastfeeding.codein-bu stop!'],
  ],
  [
    'an NSAID with dengue',
    [drug('IBUPROFEN-400')],
    { diagnoses: ['A97.0'] },
    ['contraindication.nsaid-dengue stop!'],
  ],
  [
    'a beta blocker with asthma',
    [drug('PROPRANOLOL-40')],
    { diagnoses: ['J45.9'] },
    ['contraindication.chenbeta-hen stop'],
  ],
  [
    'timolol eye drops with asthma',
    [drug('TIMOLOL-NM', 1, 2)],
    { diagnoses: ['J45'] },
    ['contraindication.local-timolol-hen stop'],
  ],
  [
    'doxycycline below eight',
    [drug('DOXYCYCLIN-100', 0.5, 2)],
    { ageMonths: 84, weightKg: 24 },
    ['contraindication.doxycyclin-tre stop'],
  ],
  [
    'loperamide below six',
    [drug('LOPERAMID-2')],
    { ageMonths: 60, weightKg: 18 },
    ['contraindication.loperamid-tre stop!'],
  ],
  [
    'insurance asks for the knee',
    [drug('GLUCOSAMIN-500', 1, 3)],
    { payer: 'bhyt', diagnoses: ['I10'] },
    ['insurance.glucosamin warning'],
  ],
  ['the knee is there', [drug('GLUCOSAMIN-500', 1, 3)], { payer: 'bhyt', diagnoses: ['M17.1'] }, []],
  [
    'insurance pays for influenza',
    [drug('OSELTAMIVIR-75', 1, 2)],
    { payer: 'bhyt', diagnoses: ['J18.9'] },
    ['insurance.oseltamivir warning'],
  ],
  ['influenza is there', [drug('OSELTAMIVIR-75', 1, 2)], { payer: 'bhyt', diagnoses: ['J11.1'] }, []],
  [
    'a share is told whatever the diagnosis',
    [drug('EMPAGLIFLOZIN-10')],
    { payer: 'bhyt', diagnoses: ['E11.9'] },
    ['insurance.empagliflozin note'],
  ],
  ['who pays themselves is not asked', [drug('GLUCOSAMIN-500', 1, 3)], { payer: 'self' }, []],
]

describe('checks of drugs', () => {
  for (const [name, drugs, about, expected] of cases)
    it(name, () => assert.deepEqual(said(drugs, about).sort(), [...expected].sort()))

  it('every row is read, has both languages and members for its classes', () => {
    const { knowledge } = medicineKnowledge()
    const classes = new Set(knowledge.classes.map((one) => one.code))
    const named = [
      ...knowledge.interactions.flatMap((one) => [one.a, one.b]),
      ...[...knowledge.renal, ...knowledge.states, ...knowledge.contraindications].map((one) => one.ingredient),
    ].filter((one) => one.startsWith('class:'))
    assert.deepEqual(
      named.filter((one) => !classes.has(one.slice(6))),
      [],
    )
    for (const one of knowledge.interactions)
      assert.ok(one.effect.vi && one.effect.en && one.action.vi && one.action.en, one.id)
    for (const one of [...knowledge.states, ...knowledge.contraindications])
      assert.ok(one.text.vi && one.text.en, one.id)
    assert.ok(knowledge.interactions.length > 80 && knowledge.doses.length > 150 && knowledge.renal.length > 70)
  })

  it('a row speaks only on the days it is in force, and not when it is off', () => {
    const { knowledge } = medicineKnowledge()
    const rows = (change: object): Knowledge => ({
      ...knowledge,
      interactions: knowledge.interactions.map((one) => ({ ...one, ...change })),
    })
    const substances = drugRules().substances
    const count = (change: object) => {
      const changed = rows(change)
      const pair = [drug('COLCHICIN-1'), drug('CLARITHROMYCIN-500', 1, 2)]
      return checkDrugs(pair, adult, changed, namesOf(changed, substances), drugRules().classes).length
    }
    assert.deepEqual(
      [count({}), count({ validTo: '2026-11-22' }), count({ validFrom: '2026-11-24' }), count({ mode: 'off' })],
      [1, 0, 0, 0],
    )
  })

  it('is held back until a reason is given, where one is allowed', () => {
    const { knowledge, names } = medicineKnowledge()
    const about = { ...adult, current: [current('CLARITHROMYCIN-500')] }
    const alerts = (code: string) => checkDrugs([drug(code)], about, knowledge, names, drugRules().classes)
    const reasons = (code: string) => alerts(code).map(({ key }) => ({ key, reason: 'Đã hội chẩn' }))
    assert.equal(holdingBack(alerts('COLCHICIN-1'), []).length, 1)
    assert.equal(holdingBack(alerts('COLCHICIN-1'), reasons('COLCHICIN-1')).length, 0)
    assert.equal(holdingBack(alerts('IVABRADIN-5'), reasons('IVABRADIN-5')).length, 1)
  })

  it('says which checks know nothing of a drug', () => {
    const { names } = medicineKnowledge()
    assert.deepEqual(uncovered([drug('AMIODARON-200')], names)[0]?.missing, ['renal'])
    assert.equal(uncovered([drug('SAT-UVAN')], names)[0]?.missing.length, 6)
    assert.deepEqual(uncovered([drug('TIMOLOL-NM')], names), [])
    // The strength of a dose in drops tells no amount.
    assert.ok(uncovered([drug('PARACETAMOL-500', 5, 1, 'giọt')], names)[0]?.missing.includes('dose'))
  })
})

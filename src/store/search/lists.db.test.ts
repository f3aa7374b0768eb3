import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { withContext } from '#tests/support/database.ts'
import { askAll, idsOf, store } from '#tests/support/search.ts'

const concept = (name: string, code: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${name}`, code }],
})
const an = { reference: 'Patient/an' }
const problem = (id: string, clinical: string, verification = 'confirmed', category = 'problem-list-item') => ({
  resourceType: 'Condition',
  id,
  subject: an,
  clinicalStatus: concept('condition-clinical', clinical),
  verificationStatus: concept('condition-ver-status', verification),
  category: [concept('condition-category', category)],
})
const allergy = (id: string, clinical: string, category: string, verification = 'confirmed') => ({
  resourceType: 'AllergyIntolerance',
  id,
  patient: an,
  category: [category],
  clinicalStatus: concept('allergyintolerance-clinical', clinical),
  verificationStatus: concept('allergyintolerance-verification', verification),
})
const drug = { text: 'Amlodipin' }
const order = (id: string, status: string, intent = 'order') => ({
  resourceType: 'MedicationRequest',
  id,
  status,
  intent,
  subject: an,
  medicationCodeableConcept: drug,
})

const chart = [
  { resourceType: 'Patient', id: 'an' },
  problem('active', 'active'),
  problem('again', 'relapse'),
  problem('solved', 'resolved'),
  problem('refuted', 'active', 'refuted'),
  problem('visit', 'active', 'confirmed', 'encounter-diagnosis'),
  allergy('penicillin', 'active', 'medication'),
  allergy('milk', 'active', 'food'),
  allergy('outgrown', 'resolved', 'food'),
  allergy('wrong', 'active', 'medication', 'refuted'),
  order('taken', 'active'),
  order('stopped', 'stopped'),
  order('planned', 'active', 'plan'),
  {
    resourceType: 'MedicationStatement',
    id: 'own',
    status: 'active',
    subject: an,
    medicationCodeableConcept: drug,
  },
  {
    resourceType: 'List',
    id: 'kept',
    status: 'current',
    mode: 'working',
    entry: [{ item: { reference: 'Condition/solved' } }],
  },
]

describe('functional lists', () => {
  it('hold what is current', () =>
    withContext(async (ctx) => {
      await store(ctx, chart)
      await askAll(ctx, 'Condition', [
        ['_list=$current-problems', ['active', 'again']],
        ['_list=$current-problems,kept&patient=an', ['active', 'again', 'solved']],
        ['_list=$current-problems&clinical-status=relapse', ['again']],
        ['_list=$current-allergies', []],
      ])
      await askAll(ctx, 'AllergyIntolerance', [
        ['_list=$current-allergies', ['penicillin', 'milk']],
        ['_list=$current-drug-allergies&patient=an', ['penicillin']],
      ])
      await askAll(ctx, 'MedicationRequest', [['_list=$current-medications', ['taken']]])
      await askAll(ctx, 'MedicationStatement', [['_list=$current-medications', ['own']]])
      await askAll(ctx, 'Patient', [['_has:Condition:patient:_list=$current-problems', ['an']]])
    }))

  it('of other names, and named queries are refused', () =>
    withContext(async (ctx) => {
      await assert.rejects(idsOf(ctx, 'Condition', '_list=$current-wishes'), { code: 'store.badValue' })
      await assert.rejects(idsOf(ctx, 'Condition', '_query=all'), { code: 'store.namedQuery' })
    }))
})

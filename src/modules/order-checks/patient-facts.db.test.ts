import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Condition, Observation, Practitioner } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import type { Change } from '#store/types.ts'
import { withContext } from '#tests/support/database.ts'
import { givenStay, type Stay } from '#tests/support/stay.ts'
import { patientFacts } from './patient-facts.ts'

const doctor: Practitioner = { resourceType: 'Practitioner', name: [{ text: 'Người Thử Nghiệm' }] }
const create = (resource: Condition | Observation): Change => ({ kind: 'create', resource })

function diagnosis({ patientId }: Stay, code: string, day: string, category = 'encounter-diagnosis'): Condition {
  return {
    resourceType: 'Condition',
    clinicalStatus: { coding: [{ system: cs.conditionClinical, code: 'active' }] },
    category: [{ coding: [{ system: cs.conditionCategory, code: category }] }],
    code: { coding: [{ system: cs.icd10, code }] },
    subject: { reference: `Patient/${patientId}` },
    recordedDate: `${day}T08:00:00+07:00`,
  }
}

function weight({ patientId }: Stay, value: number, daysAgo: number, now: Date): Observation {
  return {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: cs.loinc, code: '29463-7' }] },
    subject: { reference: `Patient/${patientId}` },
    effectiveDateTime: new Date(now.getTime() - daysAgo * 86_400_000).toISOString(),
    valueQuantity: { value, unit: 'kg' },
  }
}

describe('what a drug is checked against', () => {
  it('knows a standing problem behind more diagnoses of old visits than a page holds, and none that is over', () =>
    withContext(async (ctx) => {
      await commit(ctx, [{ kind: 'create', resource: doctor, id: 'practitioner-test' }])
      const stay = await givenStay(ctx)
      const visits = Array.from({ length: 520 }, (_, n) =>
        diagnosis(stay, 'I10', `2020-01-${(n % 28) + 1}`.replace(/-(\d)$/, '-0$1')),
      )
      const over: Condition = {
        ...diagnosis(stay, 'K25', '2020-02-02', 'problem-list-item'),
        clinicalStatus: { coding: [{ system: cs.conditionClinical, code: 'resolved' }] },
      }
      await commit(ctx, [diagnosis(stay, 'G70.0', '2019-12-31', 'problem-list-item'), over, ...visits].map(create))
      const { facts } = await patientFacts(ctx, await readResource(ctx, 'Encounter', stay.encounterId))
      assert.deepEqual(facts.diagnoses, ['G70.0'])
    }))

  it('takes the newest weight of thirty days, and none that is older or entered in error', () =>
    withContext(async (ctx) => {
      await commit(ctx, [{ kind: 'create', resource: doctor, id: 'practitioner-test' }])
      const stay = await givenStay(ctx)
      const weighed = async () =>
        (await patientFacts(ctx, await readResource(ctx, 'Encounter', stay.encounterId))).facts.weightKg
      const add = (one: Observation) => commit(ctx, [create(one)])
      await add(weight(stay, 80, 40, ctx.now()))
      assert.equal(await weighed(), undefined)
      await add(weight(stay, 61, 20, ctx.now()))
      await add(weight(stay, 58, 2, ctx.now()))
      await add({ ...weight(stay, 580, 1, ctx.now()), status: 'entered-in-error' })
      await add({ ...weight(await givenStay(ctx, { bed: 2 }), 99, 1, ctx.now()) })
      assert.equal(await weighed(), 58)
    }))
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Condition, DiagnosticReport, Encounter, Observation, Patient } from '@medplum/fhirtypes'
import { decimal } from '#fhir/decimal.ts'
import { cs } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { type TestClient, withServer } from '#tests/support/server.ts'
import { systemContext } from '#tests/support/visit.ts'
import type { ChartView, TimelineView } from './contract.ts'
import { chart } from './index.ts'

async function givenPatient(ctx: Context, birthDate = '1972-09-02'): Promise<string> {
  const id = ctx.newId()
  const patient: Patient = { resourceType: 'Patient', name: [{ text: 'Đặng Thị Huyền' }], birthDate }
  await commit(ctx, [{ kind: 'create', resource: patient, id }])
  return id
}

const read = async (client: TestClient, id: string) =>
  (await client.send('GET', `/api/patients/${id}/chart`)).body as ChartView

function observation(
  patientId: string,
  category: string,
  code: Observation['code'],
  more: Partial<Observation>,
): Observation {
  return {
    resourceType: 'Observation',
    status: 'final',
    code,
    subject: { reference: `Patient/${patientId}` },
    category: [{ coding: [{ system: cs.observationCategory, code: category }] }],
    ...more,
  }
}

const glucose = { coding: [{ system: cs.loinc, code: '2345-7' }], text: 'Glucose' }

describe('the chart', () => {
  it('puts signs, results, problems and medicines of an imported patient on one page', () =>
    withServer([chart], async (client) => {
      const ctx = systemContext(client.services)
      const id = await givenPatient(ctx)
      const at = (day: number) => ({
        effectiveDateTime: `2026-11-${10 + day}T08:00:00+07:00`,
        issued: `2026-11-${10 + day}T09:00:00Z`,
      })
      const pressure = (day: number, high: number, low = 80) =>
        observation(
          id,
          'vital-signs',
          { coding: [{ system: cs.loinc, code: '85354-9' }] },
          {
            ...at(day),
            component: [
              {
                code: { coding: [{ system: cs.loinc, code: '8480-6' }] },
                valueQuantity: { value: high, unit: 'mmHg' },
              },
              {
                code: { coding: [{ system: cs.loinc, code: '8462-4' }] },
                valueQuantity: { value: low, unit: 'mmHg' },
              },
            ],
          },
        )
      const condition = (code: string, category: string): Condition => ({
        resourceType: 'Condition',
        subject: { reference: `Patient/${id}` },
        recordedDate: '2026-11-01',
        category: [{ coding: [{ system: cs.conditionCategory, code: category }] }],
        code: { coding: [{ system: cs.snomed, code }], text: code },
        clinicalStatus: { coding: [{ system: cs.conditionClinical, code: 'active' }] },
      })
      const resources = [
        pressure(1, 128),
        pressure(2, 140),
        pressure(3, 128, 94),
        observation(id, 'laboratory', glucose, {
          ...at(1),
          valueQuantity: { value: decimal('7.0'), unit: 'mmol/L' },
        }),
        observation(id, 'laboratory', glucose, {
          ...at(2),
          valueQuantity: { value: 8.1, unit: 'mmol/L' },
          referenceRange: [{ high: { value: 6.4 } }],
        }),
        observation(id, 'laboratory', glucose, {
          ...at(3),
          status: 'preliminary',
          valueQuantity: { value: 99, unit: 'mmol/L' },
        }),
        observation(id, 'laboratory', { text: 'HBsAg' }, { ...at(2), valueString: 'Âm tính' }),
        condition('A', 'problem-list-item'),
        condition('A', 'encounter-diagnosis'),
        condition('B', 'encounter-diagnosis'),
        {
          resourceType: 'MedicationRequest' as const,
          status: 'active' as const,
          intent: 'order' as const,
          subject: { reference: `Patient/${id}` as const },
          authoredOn: '2026-11-20T08:00:00+07:00',
          medicationCodeableConcept: { text: 'Amlodipin 5 mg' },
          dispenseRequest: { expectedSupplyDuration: { value: 30, unit: 'ngày', system: cs.ucum, code: 'd' } },
        },
        {
          resourceType: 'MedicationRequest' as const,
          status: 'active' as const,
          intent: 'order' as const,
          subject: { reference: `Patient/${id}` as const },
          authoredOn: '2026-01-20T08:00:00+07:00',
          medicationCodeableConcept: { text: 'Đã hết' },
          dispenseRequest: { expectedSupplyDuration: { value: 30, unit: 'ngày', system: cs.ucum, code: 'd' } },
        },
      ]
      await commit(
        ctx,
        resources.map((resource) => ({ kind: 'create', resource })),
      )
      const view = await read(client, id)
      assert.deepEqual(
        view.vitals.map((one) => [
          one.key,
          one.points.map((point) => `${point.value}/${point.low} ${point.flag ?? ''}`),
        ]),
        [['pressure', ['128/80 ', '140/80 high', '128/94 high']]],
      )
      assert.deepEqual(
        view.laboratory.map((one) => [one.name, one.points.map((point) => point.value), one.band]),
        [['Glucose', ['7.0', '8.1'], { high: 6.4 }]],
      )
      assert.deepEqual(
        view.findings.map((one) => [one.name, one.text]),
        [['HBsAg', 'Âm tính']],
      )
      assert.deepEqual(
        view.problems.map((one) => [one.kind, one.code]),
        [
          ['problem', 'A'],
          ['diagnosis', 'B'],
        ],
      )
      assert.deepEqual(
        view.medicines.map((one) => [one.name, one.daysLeft]),
        [['Amlodipin 5 mg', 27]],
      )
    }))

  it('shows a problem that was put on the list before hundreds of diagnoses', () =>
    withServer([chart], async (client) => {
      const ctx = systemContext(client.services)
      const id = await givenPatient(ctx)
      const condition = (code: string, day: string, category: string): Condition => ({
        resourceType: 'Condition',
        subject: { reference: `Patient/${id}` },
        recordedDate: day,
        category: [{ coding: [{ system: cs.conditionCategory, code: category }] }],
        code: { coding: [{ system: cs.icd10, code }], text: code },
        clinicalStatus: { coding: [{ system: cs.conditionClinical, code: 'active' }] },
      })
      const visits = Array.from({ length: 250 }, () => condition('I10', '2024-03-01', 'encounter-diagnosis'))
      const listed = condition('G70.0', '2009-03-01', 'problem-list-item')
      await commit(
        ctx,
        [listed, ...visits].map((resource) => ({ kind: 'create', resource })),
      )
      assert.deepEqual(
        (await read(client, id)).problems.map(({ name }) => name),
        ['G70.0'],
      )
    }))

  it('draws no adult band for a child', () =>
    withServer([chart], async (client) => {
      const ctx = systemContext(client.services)
      const id = await givenPatient(ctx, '2022-01-01')
      const pulse = observation(
        id,
        'vital-signs',
        { coding: [{ system: cs.loinc, code: '8867-4' }] },
        { effectiveDateTime: '2026-11-20T08:00:00+07:00', valueQuantity: { value: 118, unit: '/min' } },
      )
      await commit(ctx, [{ kind: 'create', resource: pulse }])
      const [row] = (await read(client, id)).vitals
      assert.deepEqual([row?.band, row?.points[0]?.flag], [undefined, undefined])
    }))

  it('pages through two thousand visits, each once', () =>
    withServer([chart], async (client) => {
      const ctx = systemContext(client.services)
      const id = await givenPatient(ctx)
      const visit = (number: number): Encounter => ({
        resourceType: 'Encounter',
        status: 'finished',
        class: { code: 'AMB' },
        subject: { reference: `Patient/${id}` },
        // Fifty visits share each instant: imported data often knows the day only.
        period: { start: new Date(Date.UTC(2020, 0, 1 + Math.floor(number / 50))).toISOString() },
        reasonCode: [{ text: `Lượt ${number}` }],
      })
      for (let from = 0; from < 2000; from += 500)
        await commit(
          ctx,
          Array.from({ length: 500 }, (_, at) => ({ kind: 'create', resource: visit(from + at) })),
        )
      const first = await read(client, id)
      const keys = first.timeline.events.map((one) => one.key)
      let next = first.timeline.next
      while (next) {
        const page = (
          await client.send('GET', `/api/patients/${id}/timeline?before=${encodeURIComponent(next)}&kinds=visit`)
        ).body as TimelineView
        keys.push(...page.events.map((one) => one.key))
        next = page.next
      }
      assert.deepEqual([keys.length, new Set(keys).size], [2000, 2000])
    }))

  it('answers nobody without the right, and audits who looked', () =>
    withServer([chart], async (client) => {
      const ctx = systemContext(client.services)
      const id = await givenPatient(ctx)
      const report: DiagnosticReport = {
        resourceType: 'DiagnosticReport',
        status: 'final',
        code: { text: 'Phiếu xét nghiệm' },
        subject: { reference: `Patient/${id}` },
        issued: '2026-11-20T08:00:00Z',
        effectiveDateTime: '2026-11-20T08:00:00Z',
      }
      await commit(ctx, [{ kind: 'create', resource: report }])
      assert.equal(
        (await client.send('GET', `/api/patients/${id}/chart`, { as: { permissions: new Set() } })).status,
        403,
      )
      assert.equal((await client.send('GET', '/api/patients/none/chart')).status, 404)
      assert.equal((await client.send('GET', `/api/patients/${id}/timeline?before=%27%3B--`)).status, 200)
      const { timeline } = await read(client, id)
      assert.deepEqual(
        timeline.events.map((one) => [one.kind, one.title]),
        [['result', 'Phiếu xét nghiệm']],
      )
      const audited = await client.services.pool
        .query(`select 1 from audit_told where action = 'view' and patient_id = $1`, [id])
        .catch(async () => client.services.pool.query(`select 1 from audit_told where action = 'view'`))
      assert.ok(audited.rows.length > 0)
    }))
})

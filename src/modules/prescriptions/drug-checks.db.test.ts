import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Encounter, Observation } from '@medplum/fhirtypes'
import { cs, ext } from '#fhir/systems.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import type { MeasureView } from '#modules/order-checks/contract.ts'
import { commit } from '#store/commit.ts'
import { readResource } from '#store/read.ts'
import { noon } from '#tests/support/database.ts'
import { code, issue, line, put, type Setting, withVisit } from '#tests/support/prescription.ts'
import { systemContext } from '#tests/support/visit.ts'
import type { PrescriptionView } from './contract.ts'

const lookFor = (view: PrescriptionView, kind: string) => view.alerts.filter((one) => one.kind === kind)

async function observed(setting: Setting, given: Partial<Observation>): Promise<void> {
  const resource: Observation = {
    resourceType: 'Observation',
    status: 'final',
    code: {},
    subject: { reference: `Patient/${setting.patientId}` },
    encounter: { reference: `Encounter/${setting.encounterId}` },
    effectiveDateTime: noon.toISOString(),
    ...given,
  }
  await commit(systemContext(setting.client.services), [{ kind: 'create', resource }])
}

describe('the checks of the ward at a visit', () => {
  it('know a pregnancy, explain themselves with their source, and allow no way round where the harm is certain', () =>
    withVisit(async (setting) => {
      await observed(setting, {
        code: { coding: [{ system: cs.loinc, code: '82810-3' }] },
        valueBoolean: true,
      })
      const view = (await put(setting, [line('ENALAPRIL-5')])).body as PrescriptionView
      const [alert] = lookFor(view, 'pregnancy')
      assert.deepEqual([alert?.level, alert?.overridable, alert?.reason], ['stop', false, 'pregnancy.raas-thai'])
      assert.match(alert?.told?.why ?? '', /thai/)
      assert.ok(alert?.told?.source)
      assert.equal(code(await issue(setting)), 'prescriptions.heldBack')
    }))

  it('know the kidney and another drug of the same prescription; a reason lets pass, and both are measured', () =>
    withVisit(
      async (setting) => {
        await observed(setting, {
          code: { coding: [{ system: cs.lab, code: 'CREA' }] },
          valueQuantity: { value: 170, unit: 'µmol/L' },
        })
        await observed(setting, {
          code: { coding: [{ system: cs.loinc, code: '29463-7' }] },
          valueQuantity: { value: 45, unit: 'kg', system: cs.ucum, code: 'kg' },
        })
        const lines = [
          line('METFORMIN-500', { timesADay: 2 }),
          line('CLARITHROMYCIN-500'),
          line('ATORVASTATIN-20'),
        ]
        const view = (await put(setting, lines)).body as PrescriptionView
        assert.equal(lookFor(view, 'renal').length > 0, true)
        const [met] = lookFor(view, 'interaction')
        assert.equal(met?.reason, 'interaction.macrolide-atorvastatin')
        const measured = async () => {
          const today = dayInVietnam(noon)
          const answer = await setting.client.send('GET', `/api/order-checks/measure?from=${today}&to=${today}`)
          const { rules } = answer.body as MeasureView
          return rules.find((one) => one.rule === 'interaction.macrolide-atorvastatin')
        }
        assert.equal((await measured())?.shown, 1)
        const overrides = [{ key: met?.key ?? '', reason: 'Đã dặn ngừng atorvastatin trong đợt kháng sinh' }]
        const rest = lines.filter((one) => one.drugCode !== 'METFORMIN-500')
        const passed = (await put(setting, rest, { overrides })).body as PrescriptionView
        const held = passed.alerts.filter((one) => one.level !== 'note' && !one.accepted)
        assert.deepEqual(held, [])
        const answer = await issue(setting)
        assert.equal(answer.status, 200, answer.text)
        assert.deepEqual([(await measured())?.overridden, (await measured())?.shown], [1, 1])
      },
      { diagnosis: 'J15.9' },
    ))

  it('say what health insurance pays for, and only where it is to pay', () =>
    withVisit(async (setting) => {
      const ask = async () =>
        lookFor((await put(setting, [line('GLUCOSAMIN-500')])).body as PrescriptionView, 'insurance').length
      assert.equal(await ask(), 0)
      const ctx = systemContext(setting.client.services)
      const encounter = await readResource<Encounter>(ctx, 'Encounter', setting.encounterId)
      const extension = [...(encounter.extension ?? []), { url: ext.payer, valueCode: 'bhyt' }]
      await commit(ctx, [{ kind: 'update', resource: { ...encounter, id: setting.encounterId, extension } }])
      assert.equal(await ask(), 1)
    }))

  it('say which drugs they know nothing of', () =>
    withVisit(async (setting) => {
      const view = (await put(setting, [line('PARACETAMOL-500')])).body as PrescriptionView
      assert.deepEqual(view.uncovered, [])
    }))
})

import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { DetectedIssue, Observation } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import type { CheckedView } from '#modules/order-checks/index.ts'
import { commit } from '#store/commit.ts'
import { searchResources } from '#store/search.ts'
import { codeOf, drug, ordersAt, orderWard, service } from '#tests/support/order-ward.ts'
import type { Stay } from '#tests/support/stay.ts'

const { hospital, send, get, now, stay, place } = orderWard()

async function creatinine(one: Stay, value: number): Promise<void> {
  const resource: Observation = {
    resourceType: 'Observation',
    status: 'final',
    code: { coding: [{ system: cs.lab, code: 'CREA' }] },
    subject: { reference: `Patient/${one.patientId}` },
    encounter: { reference: `Encounter/${one.encounterId}` },
    effectiveDateTime: now().toISOString(),
    valueQuantity: { value, unit: 'µmol/L' },
  }
  await commit(hospital().ctx, [{ kind: 'create', resource }])
}

describe('checks at the moment of ordering', () => {
  it('hold back, explain themselves, pass with a reason that is kept, and are counted', async () => {
    const one = await stay()
    await place(one, [drug('CLARITHROMYCIN-500')])
    const colchicine = drug('COLCHICIN-1')
    const checked = (await send(`${ordersAt(one)}/check`, { lines: [colchicine, drug('SAT-UVAN')] }))
      .body as CheckedView
    const alert = checked.alerts.find((each) => each.rule === 'interaction.macrolide-colchicin')
    assert.ok(alert?.why && alert.todo && alert.source)
    assert.deepEqual(checked.uncovered.find((each) => each.drug.startsWith('Huyết thanh'))?.missing.length, 6)
    assert.equal(codeOf(await place(one, [colchicine])), 'orders.heldBack')
    const overrides = [{ key: alert.key, reason: 'Đã hội chẩn dược lâm sàng' }]
    assert.equal((await place(one, [colchicine], { overrides })).status, 200)
    const issues = await searchResources<DetectedIssue>(hospital().ctx, 'DetectedIssue', {
      patient: one.patientId,
    })
    assert.deepEqual(
      issues.map((issue) => [issue.mitigation?.[0]?.action.text, issue.implicated?.[0]?.reference]),
      [['Đã hội chẩn dược lâm sàng', `MedicationRequest/${colchicine.id}`]],
    )
    const measure = await get<{ rules: { rule: string; shown: number; overridden: number; reasons: string[] }[] }>(
      '/api/order-checks/measure?from=2026-11-23&to=2026-11-23',
    )
    const row = measure.rules.find((rule) => rule.rule === 'interaction.macrolide-colchicin')
    assert.deepEqual([row?.shown, row?.overridden, row?.reasons], [1, 1, ['Đã hội chẩn dược lâm sàng']])
  })

  it('go by the newest creatinine, and a hard stop takes no reason', async () => {
    const one = await stay()
    await creatinine(one, 300)
    const metformin = drug('METFORMIN-500')
    const checked = (await send(`${ordersAt(one)}/check`, { lines: [metformin] })).body as CheckedView
    assert.equal(checked.basis.formula, 'ckd-epi-2021')
    const stop = checked.alerts.find((each) => each.rule === 'renal.metformin-30')
    assert.equal(stop?.overridable, false)
    const overrides = [{ key: stop?.key ?? '', reason: 'Vẫn muốn dùng' }]
    assert.equal(codeOf(await place(one, [metformin], { overrides })), 'orders.heldBack')
    assert.equal((await place(one, [drug('LINAGLIPTIN-5')])).status, 200)
    const measure = await get<{ rules: { rule: string; heeded: number }[] }>(
      '/api/order-checks/measure?from=2026-11-23&to=2026-11-23',
    )
    assert.equal(measure.rules.find((rule) => rule.rule === 'renal.metformin-30')?.heeded, 1)
  })

  it('know the same test of the day and the allergy of module prescriptions', async () => {
    const one = await stay()
    await place(one, [service('laboratory', 'CBC')])
    assert.equal(codeOf(await place(one, [service('laboratory', 'CBC')])), 'orders.heldBack')
    await commit(hospital().ctx, [
      {
        kind: 'create',
        resource: {
          resourceType: 'AllergyIntolerance',
          patient: { reference: `Patient/${one.patientId}` },
          clinicalStatus: { coding: [{ system: cs.allergyClinical, code: 'active' }] },
          criticality: 'high',
          code: { text: 'Penicilin' },
        },
      },
    ])
    const checked = (await send(`${ordersAt(one)}/check`, { lines: [drug('AMOXICILIN-500')] })).body as CheckedView
    assert.deepEqual(
      checked.alerts.filter((each) => each.kind === 'allergy').map((each) => [each.level, each.overridable]),
      [['stop', false]],
    )
  })

  it('let two doctors order the same drug once: the second is told', async () => {
    const one = await stay()
    const [a, b] = await Promise.all([place(one, [drug('AMLODIPIN-5')]), place(one, [drug('AMLODIPIN-5')])])
    assert.deepEqual([a.status, b.status].sort(), [200, 422])
  })
})

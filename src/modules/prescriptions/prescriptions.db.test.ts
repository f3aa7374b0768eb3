import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { MedicationRequest } from '@medplum/fhirtypes'
import { searchResources } from '#store/search.ts'
import { code, issue, line, put, read, withVisit } from '#tests/support/prescription.ts'
import { systemContext } from '#tests/support/visit.ts'
import type { LineForm, PrescriptionView } from './contract.ts'

describe('a draft', () => {
  it('keeps lines as they are written, changes and removes them', () =>
    withVisit(async (setting) => {
      const [a, b] = [line('PARACETAMOL-500', { meal: 'PC', note: 'Uống nhiều nước' }), line('AMOXICILIN-250G')]
      const saved = await put(setting, [a, b])
      assert.equal(saved.status, 200, saved.text)
      const view = saved.body as PrescriptionView
      assert.deepEqual(
        view.lines.map((one) => [one.id, one.dosage, one.printedQuantity, one.since]),
        [
          [a.id, 'Uống sáng 1 viên, tối 1 viên, sau ăn', '10 viên', 'new'],
          [b.id, 'Uống sáng 1 gói, tối 1 gói', '10 gói', 'new'],
        ],
      )
      const fewer = (await put(setting, [{ ...b, dose: 0.5, quantity: 5 }])).body as PrescriptionView
      assert.deepEqual(
        fewer.lines.map((one) => [one.dose, one.printedQuantity]),
        [[0.5, '05 gói']],
      )
      assert.deepEqual(fewer.issued, [])
    }))

  it('of two doctors at once keeps the first and tells the second', () =>
    withVisit(async (setting) => {
      const { basis } = await read(setting)
      const send = (drug: string) =>
        setting.client.send('PUT', setting.at, { body: { basis, lines: [line(drug)] } })
      assert.equal((await send('PARACETAMOL-500')).status, 200)
      const late = await send('AMOXICILIN-250G')
      assert.deepEqual([late.status, code(late)], [412, 'prescriptions.changedMeanwhile'])
      assert.deepEqual(
        (await read(setting)).lines.map((one) => one.drugCode),
        ['PARACETAMOL-500'],
      )
    }))

  it('takes no hostile line', () =>
    withVisit(async (setting) => {
      for (const bad of [
        { dose: 0 },
        { dose: -1 },
        { dose: '1' },
        { days: 0 },
        { days: 1.5 },
        { timesADay: 25 },
        { quantity: 1e9 },
        { moments: ['X'] },
        { moments: ['MORN', 'MORN'] },
        { id: 'x' },
        { note: 'x'.repeat(301) },
        { drugCode: '' },
      ]) {
        const answer = await put(setting, [{ ...line('PARACETAMOL-500'), ...bad } as LineForm])
        assert.equal(answer.status, 400, JSON.stringify(bad))
      }
      assert.equal(code(await put(setting, [line("'; drop table x; --")])), 'prescriptions.unknownDrug')
      assert.equal((await setting.client.send('PUT', setting.at, { body: null })).status, 400)
      assert.equal(
        (
          await setting.client.send('PUT', setting.at, {
            as: { permissions: new Set(['prescriptions.read']) },
            body: { basis: '', lines: [] },
          })
        ).status,
        403,
      )
    }))
})

describe('issuing', () => {
  it('gives one code per kind and puts every line in force', () =>
    withVisit(async (setting) => {
      const drugs = [
        line('PARACETAMOL-500'),
        line('DIAZEPAM-5', { timesADay: 1, moments: ['HS'], quantity: 5 }),
        line('MORPHIN-30'),
      ]
      const { alerts } = (await put(setting, drugs)).body as PrescriptionView
      assert.deepEqual(
        alerts.filter((one) => one.level !== 'note').map((one) => one.reason),
        ['interaction.opioid-benzodiazepin'],
      )
      const reason = 'Chăm sóc giảm nhẹ, theo dõi nhịp thở'
      await put(setting, drugs, { overrides: alerts.map(({ key }) => ({ key, reason })) })
      const answer = await issue(setting)
      assert.equal(answer.status, 200, answer.text)
      const { issued, lines } = answer.body as PrescriptionView
      assert.deepEqual(lines, [])
      assert.deepEqual(issued.map((one) => one.kind).sort(), ['C', 'H', 'N'])
      for (const one of issued) assert.match(one.code, /^01zz1[0-9a-z]{7}-[CNH]$/)
      assert.equal(issued.find((one) => one.kind === 'N')?.lines[0]?.printedQuantity, 'Mười viên (10)')
      const [request] = await searchResources<MedicationRequest>(
        systemContext(setting.client.services),
        'MedicationRequest',
        { encounter: setting.encounterId },
      )
      assert.equal(request?.status, 'active')
      assert.deepEqual(request?.dispenseRequest?.validityPeriod, { start: '2026-11-23', end: '2026-11-27' })
    }))

  it('needs lines and a diagnosis', () =>
    withVisit(
      async (setting) => {
        assert.equal(code(await issue(setting)), 'prescriptions.nothingToIssue')
        await put(setting, [line('PARACETAMOL-500')])
        assert.equal(code(await issue(setting)), 'prescriptions.noDiagnosis')
      },
      { diagnosis: '' },
    ))

  it('is held back by an allergy until a reason is given, and the reason is kept', () =>
    withVisit(
      async (setting) => {
        const one = line('AMOXICILIN-250G')
        const { alerts } = (await put(setting, [one])).body as PrescriptionView
        assert.deepEqual(
          alerts.map((alert) => [alert.level, alert.reason, alert.overridable]),
          [
            ['stop', 'allergy.same', true],
            ['note', 'renal.amoxicilin-30', true],
          ],
        )
        assert.equal(code(await issue(setting)), 'prescriptions.heldBack')
        const overrides = [{ key: alerts[0]?.key ?? '', reason: 'Đã test lẩy da âm tính' }]
        const accepted = (await put(setting, [one], { overrides })).body as PrescriptionView
        assert.equal(accepted.alerts[0]?.accepted, 'Đã test lẩy da âm tính')
        const answer = await issue(setting)
        assert.equal(answer.status, 200, answer.text)
      },
      { allergy: { text: 'Penicilin' } },
    ))

  it('is never let through against anaphylaxis', () =>
    withVisit(
      async (setting) => {
        const one = line('AMOXICILIN-250G')
        const { alerts } = (await put(setting, [one])).body as PrescriptionView
        const overrides = [{ key: alerts[0]?.key ?? '', reason: 'Vẫn dùng' }]
        await put(setting, [one], { overrides })
        assert.equal(code(await issue(setting)), 'prescriptions.heldBack')
      },
      { allergy: { text: 'Penicilin', criticality: 'high' } },
    ))

  it('asks weight and companion for a child below 72 months', () =>
    withVisit(
      async (setting) => {
        const one = line('PARACETAMOL-250G')
        const { alerts, child } = (await put(setting, [one])).body as PrescriptionView
        assert.deepEqual(
          [child, alerts.map((alert) => alert.kind)],
          [{ months: 71, weightKg: 18.5 }, ['companion-missing']],
        )
        assert.equal(code(await issue(setting)), 'prescriptions.heldBack')
        const named = (await put(setting, [one], { companion: 'Lê Thị Hoa' })).body as PrescriptionView
        assert.deepEqual([named.alerts, named.companion], [[], 'Lê Thị Hoa'])
        assert.equal((await issue(setting)).status, 200)
      },
      { birthDate: '2020-11-24', weightKg: 18.5 },
    ))

  it('lets listed diseases have 90 days and no more', () =>
    withVisit(
      async (setting) => {
        const days = async (count: number) =>
          (
            (await put(setting, [line('PARACETAMOL-500', { days: count, quantity: count * 2 })]))
              .body as PrescriptionView
          ).alerts.map((one) => one.reason)
        assert.deepEqual(await days(90), [])
        assert.deepEqual(await days(91), ['days.C'])
      },
      { diagnosis: 'I10' },
    ))

  it('happens once, when two press at the same moment', () =>
    withVisit(async (setting) => {
      const { basis } = (await put(setting, [line('PARACETAMOL-500')])).body as PrescriptionView
      const answers = await Promise.all(
        [1, 2].map(() => setting.client.send('POST', `${setting.at}/issue`, { body: { basis } })),
      )
      assert.deepEqual(answers.map((one) => one.status === 200).sort(), [false, true])
      assert.ok(answers.every((one) => one.status < 500))
      assert.equal((await read(setting)).issued.length, 1)
    }))
})

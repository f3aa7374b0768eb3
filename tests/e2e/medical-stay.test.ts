import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { StayOrdersView } from '#modules/orders/index.ts'
import { archives, lackingOf, sealsAll } from '#tests/support/closing-papers.ts'
import { withWardJourney } from '#tests/support/ward-journey.ts'
import { signsAll } from '#tests/support/ward-papers.ts'
import { admits, comesToTheClinic } from './stays/arrival.ts'
import { laboratoryAnswers } from './stays/hands.ts'
import { discharges, finishes, patientConfirms, signsChosen } from './stays/leaving.ts'
import { chestFilm, informs, ordersByProtocol, round, roundByScreen, shift, writesRecord } from './stays/ward.ts'

const days = [
  ['2026-11-24', '38.1', '96', 'Còn sốt, ho đờm vàng, ăn được nửa suất'],
  ['2026-11-25', '37.4', '88', 'Bớt sốt, ho giảm, ngủ được'],
  ['2026-11-26', '36.9', '82', 'Hết sốt, ho ít, đờm trong'],
  ['2026-11-27', '36.7', '80', 'Không sốt hai ngày, đi lại được'],
  ['2026-11-28', '36.6', '78', 'Khỏe, ăn hết suất, muốn về'],
] as const

it('takes a medical patient from the clinic through six days on the ward to the archived record', (t) =>
  withWardJourney(
    { name: 'medical-stay', begins: '2026-11-23T07:30', staff: ['practitioner-noi-truong'] },
    async (hospital) => {
      await comesToTheClinic(hospital)
      await hospital.at('2026-11-23T09:05')
      const doctor = await hospital.desk('bacsi')
      const stayId = await admits(doctor)
      await ordersByProtocol(doctor, stayId)
      await writesRecord(doctor, stayId)
      await doctor.send('POST', `/api/stays/${stayId}/care-level`, { code: '2' })
      await roundByScreen(doctor, stayId, {
        subjective: 'Sốt cao, ho đờm vàng, đau ngực phải',
        objective: 'Ran nổ đáy phổi phải, SpO₂ 94 %',
        assessment: 'Viêm phổi cộng đồng, CURB-65 1 điểm',
        plan: 'Kháng sinh phối hợp, hạ sốt, chờ kết quả',
      })
      const nurse = await hospital.desk('dieuduong')
      await informs(nurse, stayId)
      const { orders } = await doctor.send<StayOrdersView>('GET', `/api/stays/${stayId}/orders`)
      const numbers = new Set(
        orders.filter(({ kind }) => kind === 'laboratory').map(({ requisition }) => requisition),
      )
      for (const number of numbers) await laboratoryAnswers(hospital, number ?? '')
      await chestFilm(hospital, stayId)

      for (const [day, temperature, pulse, subjective] of days) {
        await hospital.at(`${day}T08:10`)
        await shift(await hospital.desk('dieuduong'), stayId, temperature, pulse)
        await round(await hospital.desk('bacsi'), stayId, {
          subjective,
          objective: 'Ran nổ đáy phổi phải giảm dần',
          assessment: 'Viêm phổi, đáp ứng điều trị',
          plan: 'Tiếp tục kháng sinh',
        })
      }

      await doctor.open(`/stay/${stayId}/overview`)
      const before = await doctor.effort()
      await discharges(doctor)
      const { actions, waitedSeconds } = await doctor.effort()
      const cost = actions - before.actions
      const waited = (waitedSeconds - before.waitedSeconds).toFixed(1)
      t.diagnostic(`discharge with all papers: ${cost} actions, ${waited} s of waiting`)
      assert.ok(cost <= 30, `discharge took ${cost} actions`)

      await nurse.open(`/stay/${stayId}/closing`)
      await finishes(nurse.page)
      await signsChosen(nurse, '09-signing-nurse')
      await patientConfirms(nurse, stayId, '40/BV2')
      assert.deepEqual(await signsAll(await hospital.desk('noi-truong')), ['01/BV1'])
      assert.deepEqual([...(await signsAll(await hospital.desk('giamdoc')))].sort(), ['01/BV1', 'TT25-02'])
      const office = await hospital.desk('luutru')
      assert.deepEqual(await sealsAll(office), ['TT25-02'])
      const { lacks, number } = await lackingOf(doctor, stayId)
      assert.deepEqual(lacks, [])
      await archives(office, number)
      assert.deepEqual(hospital.faults, [])
    },
  ))

import assert from 'node:assert/strict'
import { it } from 'node:test'
import type { Page } from 'playwright-core'
import { archives, lackingOf, sealsAll } from '#tests/support/closing-papers.ts'
import { type Desk, withWardJourney } from '#tests/support/ward-journey.ts'
import { signsAll } from '#tests/support/ward-papers.ts'
import { comesToTheClinic } from './stays/arrival.ts'
import { laboratoryAnswers } from './stays/hands.ts'
import { finishes, patientConfirms, signsChosen } from './stays/leaving.ts'
import { informs, round, shift, writesRecord } from './stays/ward.ts'

const answers = [
  [/Phương pháp điều trị/, 'Ceftriaxon 2 g tĩnh mạch mỗi ngày, thở oxy'],
  [
    /Quá trình bệnh lý và diễn biến lâm sàng/,
    'Sau một ngày kháng sinh vẫn sốt cao, khó thở tăng, tràn dịch màng phổi phải nhiều.',
  ],
  [/Tình trạng người bệnh ra viện/, 'Tỉnh, thở oxy 4 lít/phút, SpO₂ 94 %, huyết áp 120/70 mmHg.'],
  [/Hướng điều trị và các chế độ tiếp theo/, 'Dẫn lưu màng phổi, soi phế quản; tiếp tục kháng sinh phối hợp.'],
  [/Chuyển đến/, 'Bệnh viện Đa khoa tỉnh Ngàn Phố'],
  [/Số chuyển/, '118/2026'],
  [/Lý do xin chuyển/, 'Vượt khả năng chuyên môn, gia đình đồng ý chuyển'],
  [/đã được giải thích/, 'Khó thở có thể nặng thêm trên đường, đã giải thích cho vợ người bệnh'],
  [/Phương tiện vận chuyển/, 'Xe cứu thương, điều dưỡng đi cùng'],
] as const

const choose = (page: Page, linkId: string, answer: string) =>
  page.locator(`[id$="-${linkId}"] label`, { hasText: answer }).first().click()

/** The way of ending, what each paper still asks, completed and signed in one go. */
async function transfersOut(desk: Desk, stayId: string): Promise<void> {
  const { page, open, pictures } = desk
  await open(`/stay/${stayId}/discharge`)
  await page.getByText('Chuyển viện', { exact: true }).first().click()
  await pictures('01-discharge')
  await page.getByRole('button', { name: 'Chuyển viện' }).click()
  await page.waitForURL(/\/closing/)
  await choose(page, 'stay.dischargeKind', 'Ra viện')
  await choose(page, 'outcome.result', 'Không thay đổi')
  for (const [name, text] of answers) await page.getByRole('textbox', { name }).first().fill(text)
  await choose(page, 'content2.accepts', 'Có')
  await choose(page, 'summary.reason', 'Đủ điều kiện theo quy định')
  await pictures('02-closing')
  await finishes(page)
  await signsChosen(desk, '03-signing')
}

it('sends a patient to another hospital with his papers, and his record to the archive', (t) =>
  withWardJourney(
    { name: 'transfer-out', begins: '2026-11-23T08:00', staff: ['practitioner-noi-truong'] },
    async (hospital) => {
      const patientId = await comesToTheClinic(hospital)
      await hospital.at('2026-11-23T09:05')
      const doctor = await hospital.desk('bacsi')
      const { encounterId: stayId } = await doctor.send<{ encounterId: string }>('POST', '/api/ward/admissions', {
        patientId,
        departmentId: 'dept-noi',
        bedId: 'bed-noi-12',
        source: 'emergency',
        reason: 'Sốt, khó thở',
        diagnosis: { code: 'J18.9', text: 'Viêm phổi, không đặc hiệu' },
        payer: 'self',
      })
      await doctor.send('POST', `/api/stays/${stayId}/care-level`, { code: '2' })
      const { requisition } = await doctor.send<{ requisition: string }>('POST', `/api/stays/${stayId}/orders`, {
        lines: [{ kind: 'laboratory', id: crypto.randomUUID(), code: 'CRP' }],
      })
      await laboratoryAnswers(hospital, requisition)
      await writesRecord(doctor, stayId)
      const found = {
        subjective: 'Khó thở tăng',
        objective: 'Rì rào phế nang giảm đáy phải',
        assessment: 'Tràn dịch màng phổi',
        plan: 'Chuyển tuyến trên',
      }
      await round(doctor, stayId, found)
      const nurse = await hospital.desk('dieuduong')
      await informs(nurse, stayId)
      await shift(nurse, stayId, '38.9', '108')

      await hospital.at('2026-11-24T08:30')
      await transfersOut(await hospital.desk('bacsi'), stayId)
      await hospital.desk('dieuduong')
      await nurse.open(`/stay/${stayId}/closing`)
      await finishes(nurse.page)
      await signsChosen(nurse, '04-nurse')
      await patientConfirms(nurse, stayId, '40/BV2')
      await patientConfirms(nurse, stayId, '45/BV2')
      for (const who of ['bacsi', 'noi-truong', 'giamdoc'])
        t.diagnostic(`${who}: ${await signsAll(await hospital.desk(who))}`)
      const office = await hospital.desk('luutru')
      assert.deepEqual(await sealsAll(office), ['TT01-PL6'])
      const { lacks, number } = await lackingOf(doctor, stayId)
      assert.deepEqual(lacks, [])
      await archives(office, number)
      assert.deepEqual(hospital.faults, [])
    },
  ))

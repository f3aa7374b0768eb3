import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { FamilyCase } from './case.ts'
import { typedDay } from './days.ts'

/** A line over the macula of the right eye, and a haemorrhage chosen by its part. */
async function fundus(page: Page): Promise<void> {
  const editor = page.locator('[id="form-retina.drawing.right"]')
  await editor.scrollIntoViewIfNeeded()
  await editor.getByText('Bút', { exact: true }).click()
  const box = await editor.locator('.dr-canvas svg').boundingBox()
  assert.ok(box)
  await page.mouse.move(box.x + box.width * 0.35, box.y + box.height * 0.4)
  await page.mouse.down()
  await page.mouse.move(box.x + box.width * 0.55, box.y + box.height * 0.6, { steps: 5 })
  await page.mouse.up()
}

export const eye: FamilyCase = {
  family: 'eye',
  stay: {
    name: 'Đỗ Thị Vân',
    sex: 'female',
    birthDate: '1962-06-05',
    cccd: '042162000856',
    contact: { name: 'Đỗ Quang Huy', relation: 'Con', phone: '0999000856' },
    department: 'dept-mat',
    departmentName: 'Khoa Mắt',
    bed: 'Giường 1',
    reason: 'Mắt phải nhìn mờ đột ngột',
    diagnoses: [
      ['H35.0', 'Bệnh lý võng mạc sơ phát và biến đổi mạch máu võng mạc'],
      ['I10', 'Tăng huyết áp vô căn (nguyên phát)'],
    ],
    measured: [
      ['8867-4', 76, '/min'],
      ['8310-5', 36.6, 'Cel'],
      ['9279-1', 18, '/min'],
      ['29463-7', 54, 'kg'],
    ],
    pressure: [145, 85],
  },
  form: '23-BV1',
  search: '23bv1',
  title: 'Bệnh án Mắt \\(đáy mắt\\)',
  known: {
    'patient.nameUpper': 'ĐỖ THỊ VÂN',
    'admission.reason': 'Mắt phải nhìn mờ đột ngột',
    'diagnosis.main': 'Bệnh lý võng mạc sơ phát',
    'generalExam.bloodPressure.systolic': '145',
    'generalExam.pulse': '76',
  },
  answers: {
    'stay.enteredBy': '2',
    'stay.referredBy': '2',
    'stay.dischargedAt': `${typedDay(0)} 14:00`,
    'stay.dischargeKind': '1',
    'outcome.result': '2',
    'history.presentIllness': 'Ba ngày nay mắt phải mờ đột ngột khi ngủ dậy, không đau nhức, không đỏ mắt.',
    'history.ownHistory': 'Tăng huyết áp 8 năm, điều trị không đều.',
    'acuity.uncorrected.right': 'ĐNT 1 m',
    'acuity.uncorrected.left': '8/10',
    'acuity.pressure.right': '16',
    'acuity.pressure.left': '17',
    'exam.caseSummary': 'Nữ 64 tuổi, mờ đột ngột mắt phải; xuất huyết hình ngọn lửa bốn góc, phù hoàng điểm.',
    'eyeConclusion.mainDisease.right': 'Tắc tĩnh mạch trung tâm võng mạc',
    'eyeConclusion.planMainMethod': 'Tiêm nội nhãn thuốc kháng VEGF, kiểm soát huyết áp.',
    'eyeSummary.course': 'Sau tiêm một mũi, phù hoàng điểm giảm, thị lực tăng.',
    'eyeSummary.tests': 'OCT: độ dày trung tâm 420 µm còn 310 µm.',
    'eyeSummary.dischargeUncorrected.right': '2/10',
    'eyeSummary.dischargeUncorrected.left': '8/10',
    'eyeSummary.state': 'Mắt phải yên, không nhiễm trùng sau tiêm, thị lực 2/10.',
    'eyeSummary.furtherPlan': 'Khám lại sau 4 tuần để tiêm mũi tiếp theo.',
  },
  more: {
    'anterior.cornea.right': '1',
    'eyeSummary.medicalTreatment': 'Tiêm nội nhãn bevacizumab 1,25 mg, một mũi mắt phải.',
    'retina.veinOcclusion.right': '3',
    'retina.kind.right': '1',
    'retina.other.right': 'Xuất huyết hình ngọn lửa bốn góc',
  },
  draw: fundus,
  wrong: { at: 'acuity.pressure.right', typed: '160', said: /90/, right: '16' },
  printed: ['BỆNH ÁN MẮT (ĐÁY MẮT)', 'ĐỖ THỊ VÂN', 'Tắc tĩnh mạch trung tâm võng mạc', 'Hình vẽ võng mạc'],
  chart: [['Observation?category=exam&_count=100', /valueQuantity[^}]*16/]],
  second: {
    form: 'TT25-03',
    search: 'TT25-03',
    title: 'Bản tóm tắt hồ sơ bệnh án',
    known: {
      'patient.nameUpper': 'ĐỖ THỊ VÂN',
      'content.course': 'Sau tiêm một mũi',
      'content.results': 'OCT',
      'content.method': 'bevacizumab',
      'content.state': 'Đỡ',
    },
    answers: {},
  },
}

import type { Page } from 'playwright-core'
import type { FamilyCase } from './case.ts'
import { typedDay } from './days.ts'

const examinations = [
  { hour: '0', values: { 'Tim thai (lần/phút)': '142', 'Cổ tử cung (cm)': '4', 'Cơn co trong 10 phút': '3' } },
  { hour: '2', values: { 'Tim thai (lần/phút)': '138', 'Cổ tử cung (cm)': '6', 'Cơn co trong 10 phút': '4' } },
  { hour: '4', values: { 'Tim thai (lần/phút)': '136', 'Cổ tử cung (cm)': '9', 'Cơn co trong 10 phút': '5' } },
]

/** Three examinations on the partograph. */
async function partograph(page: Page): Promise<void> {
  const editor = page.getByRole('group', { name: 'Biểu đồ chuyển dạ' }).last()
  await editor.getByLabel('Giờ bắt đầu').fill('02:30')
  for (const { hour, values } of examinations) {
    await editor.getByLabel('Giờ thứ').fill(hour)
    for (const [label, value] of Object.entries(values)) {
      await editor.getByLabel(label, { exact: true }).focus()
      await page.keyboard.type(value)
    }
  }
  await editor.getByRole('button', { name: 'giờ 4', exact: true }).waitFor()
}

export const obstetric: FamilyCase = {
  family: 'obstetric',
  stay: {
    name: 'Nguyễn Thị Sen',
    sex: 'female',
    birthDate: '1999-12-31',
    cccd: '042199000634',
    contact: { name: 'Lê Văn Tùng', relation: 'Chồng', phone: '0999000634' },
    department: 'dept-san',
    departmentName: 'Khoa Phụ sản',
    bed: 'Giường 2',
    reason: 'Thai 39 tuần, đau bụng từng cơn, ra nhầy hồng',
    diagnoses: [['O80.0', 'Đẻ thường một thai ngôi chỏm']],
    measured: [
      ['8867-4', 88, '/min'],
      ['8310-5', 37, 'Cel'],
      ['9279-1', 20, '/min'],
      ['29463-7', 62, 'kg'],
    ],
    pressure: [110, 70],
  },
  form: '05-BV1',
  search: '05bv1',
  title: 'Bệnh án Sản khoa',
  known: {
    'patient.nameUpper': 'NGUYỄN THỊ SEN',
    'patient.birthDate': '31/12/1999',
    'contact.text': 'Lê Văn Tùng',
    'vitals.pulse': '88',
    'obstetricDiagnosis.labour': 'Đẻ thường một thai ngôi chỏm',
  },
  answers: {
    'stay.enteredBy': '1',
    'stay.referredBy': '2',
    'stay.dischargedAt': `${typedDay(0)} 08:00`,
    'stay.dischargeKind': '1',
    'newbornFront.kind': '1',
    'newbornFront.child.sex': '2',
    'newbornFront.child.state': '1',
    'newbornFront.child.anomaly': '2',
    'newbornFront.child.weight': '3150',
    'outcome.result': '1',
    'pregnancy.lmp': typedDay(-276),
    'history.ownHistory': 'Khỏe mạnh, không dị ứng, không hút thuốc.',
    'exam.general': 'Tỉnh, da niêm mạc hồng, không phù.',
    'external.fundalHeight': '32',
    'external.girth': '96',
    'external.contractions': 'Tần số 3, cường độ trung bình',
    'external.fetalHeart': '142',
    'conclusion.plan': 'Theo dõi chuyển dạ bằng biểu đồ, dự kiến đẻ đường âm đạo.',
    'labourWard.enteredAt': `${typedDay(-3)} 02:30`,
    'labourWard.newborn.bornAt': `${typedDay(-3)} 07:05`,
    'labourWard.newborn.apgar1.total': '8',
    'labourWard.newborn.apgar5.total': '9',
    'labourWard.newborn.weight': '3150',
    'labourWard.newborn.sex': '2',
    'labourWard.newborn.anus': '1',
    'labourWard.placenta.way': '2',
    'labourWard.placenta.at': `${typedDay(-3)} 07:20`,
    'labourWard.motherAfter.mode': '1',
    'labourWard.motherAfter.perineum': '3',
    'labourWard.motherAfter.suture': 'Khâu ba lớp, chỉ Vicryl 2.0',
    'labourWard.motherAfter.cervix': '1',
    'summary.course': 'Chuyển dạ tự nhiên, đẻ thường lúc 7 giờ 5 phút, con gái 3150 g, mẹ và con ổn định.',
    'summary.results': 'Công thức máu, đông máu bình thường; HBsAg âm tính, HIV âm tính.',
    'summary.method': 'Đỡ đẻ thường ngôi chỏm, cắt khâu tầng sinh môn, oxytocin 10 đơn vị tiêm bắp.',
    'summary.state': 'Tử cung co tốt, sản dịch ít, tầng sinh môn khô, sữa về.',
    'summary.plan': 'Cho con bú hoàn toàn, tiêm phòng cho con đúng lịch, khám lại sau 6 tuần.',
  },
  more: {
    'obstetricDiagnosis.deliveredAt': `${typedDay(-3)} 07:05`,
    'obstetricDiagnosis.presentation': 'Ngôi chỏm',
    'obstetricDiagnosis.mode': 'Đẻ thường',
    'internal.membranes': '2',
  },
  draw: partograph,
  wrong: { at: 'external.fetalHeart', typed: '1420', said: /250/, right: '142' },
  printed: ['BỆNH ÁN SẢN KHOA', 'NGUYỄN THỊ SEN', '3150', 'Biểu đồ chuyển dạ'],
  chart: [
    ['Observation?_count=200', /3150/],
    ['Observation?category=exam&_count=100', /không phù/],
  ],
  second: {
    form: 'TT22-GCS',
    search: 'giay chung sinh',
    title: 'Giấy chứng sinh',
    known: {
      'mother.name': 'Nguyễn Thị Sen',
      'child.bornAt': `${typedDay(-3)} 07:05`,
      'child.count': '1',
      'child.baby.weight': '3150',
      'child.baby.sex': 'Nữ',
      'mother.nationality': 'Việt Nam',
    },
    // Given by the registry, counted by the mother, or chosen by the parents: nobody knew it before.
    answers: {
      'child.birthNumber': '1',
      'child.living': '1',
      'child.baby.state': 'Khỏe mạnh',
      'child.baby.name': 'Lê Nguyễn An Nhiên',
    },
  },
}

import type { Page } from 'playwright-core'
import type { FamilyCase } from './case.ts'
import { storedDay, typedDay } from './days.ts'

/** Two weights on the growth chart of the child. */
async function growth(page: Page): Promise<void> {
  const editor = page.getByRole('group', { name: 'Biểu đồ tăng trưởng (WHO)' }).last()
  for (const [day, weight] of [
    [typedDay(-130), '9,1'],
    [typedDay(0), '10,2'],
  ] as const) {
    await editor.getByLabel('Ngày đo').fill(day)
    await editor.getByLabel('Cân nặng (kg)', { exact: true }).fill(weight)
    await editor.getByRole('button', { name: 'Thêm điểm' }).press('Enter')
  }
  await editor.getByText(typedDay(0)).waitFor()
}

export const paediatric: FamilyCase = {
  family: 'paediatric',
  stay: {
    name: 'Lê Minh Khôi',
    sex: 'male',
    birthDate: storedDay(-560),
    cccd: '042225000745',
    contact: { name: 'Lê Thị Ngân', relation: 'Mẹ', phone: '0999000745' },
    department: 'dept-nhi',
    departmentName: 'Khoa Nhi',
    bed: 'Giường 4',
    reason: 'Ho, khò khè, sốt ngày thứ ba',
    diagnoses: [['J21.9', 'Viêm tiểu phế quản cấp, không xác định']],
    measured: [
      ['8867-4', 138, '/min'],
      ['8310-5', 38.4, 'Cel'],
      ['9279-1', 52, '/min'],
      ['29463-7', 10.2, 'kg'],
    ],
    pressure: [85, 50],
  },
  form: '02-BV1',
  search: 'benh an nhi khoa',
  title: 'Bệnh án Nhi khoa',
  known: {
    'patient.nameUpper': 'LÊ MINH KHÔI',
    'patient.age': '18 tháng',
    'contact.text': 'Lê Thị Ngân',
    'vitals.weight': '10,2',
    'admission.reason': 'Ho, khò khè, sốt ngày thứ ba',
  },
  answers: {
    'stay.enteredBy': '2',
    'stay.referredBy': '2',
    'stay.dischargedAt': `${typedDay(0)} 15:15`,
    'stay.dischargeKind': '1',
    'outcome.result': '1',
    'history.presentIllness':
      'Ba ngày nay chảy mũi, ho tăng dần, khò khè, sốt 38,4 °C, bú kém hơn. Đã uống hạ sốt tại nhà.',
    'history.ownHistory': 'Đẻ đủ tháng, chưa nằm viện lần nào, không dị ứng thuốc.',
    'growth.birthMode': '1',
    'exam.general': 'Trẻ tỉnh, môi hồng, không tím, quấy khóc khi khám.',
    'exam.height': '81',
    'exam.caseSummary': 'Trẻ 18 tháng, khò khè lần đầu, thở nhanh, ran rít hai phổi, SpO2 95 %.',
    'plan.treatment': 'Thông thoáng mũi họng, bù nước đường uống, theo dõi nhịp thở và SpO2 mỗi 3 giờ.',
    'summary.course': 'Hết sốt sau 2 ngày, hết khò khè, bú tốt.',
    'summary.results': 'Bạch cầu 9,8 G/L, CRP 6 mg/L; X-quang phổi ứ khí nhẹ.',
    'summary.method': 'Rửa mũi, hạ sốt paracetamol 150 mg mỗi 6 giờ khi sốt, bù nước.',
    'summary.state': 'Tỉnh, không sốt, nhịp thở 34 lần/phút, phổi trong.',
    'summary.plan': 'Tiếp tục rửa mũi, cho bú và ăn như thường, khám lại sau 5 ngày hoặc khi thở nhanh.',
  },
  more: {
    'parents.mother.name': 'Lê Thị Ngân',
    'growth.birthWeight': '3,2',
    'growth.feeding': '1',
    'growth.vaccinated': '1,2,3',
    'organs.respiration': 'Thở nhanh, rút lõm lồng ngực nhẹ, ran rít và ran ngáy hai bên.',
  },
  draw: growth,
  wrong: { at: 'exam.height', typed: '810', said: /2[0-9]0/, right: '81' },
  printed: ['BỆNH ÁN NHI KHOA', 'LÊ MINH KHÔI', '18 tháng', '10,2', 'Biểu đồ tăng trưởng'],
  chart: [
    ['Observation?code=8302-2&_count=10', /81/],
    ['Observation?category=exam&_count=100', /ran rít và ran ngáy/],
  ],
  second: {
    form: 'TT25-06',
    search: 'xac nhan dieu tri noi tru',
    title: 'Giấy xác nhận điều trị nội trú',
    known: {
      'patient.nameUpper': 'LÊ MINH KHÔI',
      'content.department': 'Khoa Nhi',
      'content.diagnosis.name': 'Viêm tiểu phế quản cấp',
      'content.from': typedDay(-4),
    },
    answers: {},
  },
}

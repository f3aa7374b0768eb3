import assert from 'node:assert/strict'
import { it } from 'node:test'
import { proposeDays, proposePapers } from './propose.ts'

const forms = [
  { code: '01/BV1', title: 'Bệnh án nội khoa' },
  { code: '36/BV2', title: 'Tờ điều trị' },
]
const today = '2026-11-23'
const page = (text: string, number = 1) => ({ page: number, text })

it('a paper is named by the number of its form, however the machine set its marks', () => {
  for (const line of ['TQ2Z MS:01/BV1', 'MS: 01/BV-01', 'Ms. 1/BV1']) {
    const [first] = proposePapers([page(`SỞ Y TẾ HÀ NỘI\n${line}`)], forms)
    assert.deepEqual([first?.form, first?.title, first?.line], ['01/BV1', 'Bệnh án nội khoa', line])
  }
})

it('by the title of a form that stands as a heading, not by the same words in a sentence', () => {
  assert.equal(proposePapers([page('BỆNH VIỆN A\nTỜ ĐIỀU TRỊ\nHọ tên: An')], forms)[0]?.form, '36/BV2')
  assert.deepEqual(proposePapers([page('theo tờ điều trị ngày trước, bệnh nhân ổn')], forms), [])
})

it('else by what stands on the first page in capitals, but for what stands on every paper', () => {
  const text =
    'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nBỆNH VIỆN ĐA KHOA A\nGIẤY CHUYỂN TUYẾN KHÁM CHỮA BỆNH\nHọ và tên: An'
  assert.deepEqual(
    proposePapers([page(text), page('GIẤY KHÁC HẲN Ở TRANG HAI', 2)], forms).map((one) => [
      one.title,
      one.form,
      one.page,
    ]),
    [['Giấy chuyển tuyến khám chữa bệnh', undefined, 1]],
  )
})

it('days in words come first, the last of them before the others; what no paper can have is left out', () => {
  const text = [
    'Sinh ngày: 02/09/1954',
    'Vào viện ngày 30 tháng 04 năm 2019',
    'Ngày 31 tháng 02 năm 2019',
    'Ngày 2 tháng 5 năm 2019',
    'hẹn 01/01/2030',
  ]
  assert.deepEqual(
    proposeDays([page(text.join('\n'))], today).map((one) => one.day),
    ['2019-05-02', '2019-04-30', '1954-09-02'],
  )
  assert.deepEqual(proposeDays([page('Ngày 45/13/2019, năm 20195')], today), [])
})

it('a page of nothing but marks and a very long line propose nothing and end', () => {
  assert.deepEqual(proposePapers([page('—— || []\n')], forms), [])
  assert.deepEqual(proposePapers([page('1/'.repeat(50_000))], forms), [])
  assert.deepEqual(proposeDays([page('ngay '.repeat(20_000))], today), [])
})

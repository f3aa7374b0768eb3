import type { BannerPatient, TimelineItem, TrendRow } from '#web/kit/index.ts'

/** Invented people and figures for the page that documents the kit. */
export const hau: BannerPatient = {
  id: 'sample-1',
  name: 'Trần Văn Hậu',
  sex: 'male',
  birthDate: '1959-03-14',
  mrn: '0260184337',
  cccd: '040059000337',
  insurance: { number: 'GD4990000000337', share: 95, to: '2026-12-31', validity: 'valid' },
  allergies: { state: 'present', items: [{ substance: 'penicillin', anaphylaxis: 'II' }] },
  record: { number: '26/014872', state: 'open', room: 'Nội tổng hợp · P.304', startedAt: '2026-11-20T02:15:00Z' },
  news2: { score: 3 },
  weightKg: '58',
}

export const huyen: BannerPatient = {
  id: 'sample-2',
  name: 'Đặng Thị Huyền',
  sex: 'female',
  birthDate: '1972-09-02',
  mrn: '0260211904',
  cccd: '040172000904',
  insurance: { share: 80, to: '2027-06-30', validity: 'valid' },
  allergies: { state: 'none', askedAt: new Date(Date.now() - 600_000).toISOString() },
  record: { number: '26/000123', state: 'finished', room: 'Phòng khám Nội 2' },
  news2: { score: 5 },
  queueNumber: '018',
}

export const child: BannerPatient = {
  id: 'sample-3',
  name: 'Nguyễn Hoàng Bảo Ngọc Khuê',
  sex: 'female',
  birthDate: new Date(Date.now() - 40 * 86_400_000).toISOString().slice(0, 10),
  mrn: '0260300001',
  allergies: { state: 'unknown' },
  record: { number: '26/000200', state: 'archived' },
  news2: { score: 8 },
  lookAlike: 'G.08',
}

const start = Date.parse('2026-11-20T03:00:00Z')
const hours = [0, 6, 12, 18, 24, 30, 36, 42, 48, 54, 60, 68, 71]
const at = (index: number) => new Date(start + (hours[index] ?? 0) * 3_600_000).toISOString()

function row(
  key: string,
  label: string,
  unit: string,
  values: readonly number[],
  low?: number,
  high?: number,
): TrendRow {
  return {
    key,
    label,
    unit,
    band: { low, high },
    points: values.map((value, index) => ({
      at: at(index),
      value,
      flag: high !== undefined && value > high ? 'high' : low !== undefined && value < low ? 'low' : undefined,
    })),
  }
}

export const trend: readonly TrendRow[] = [
  row(
    'temp',
    'Thân nhiệt',
    '°C',
    [39.1, 38.9, 39.2, 38.7, 38.6, 38.2, 38.3, 37.9, 37.7, 37.6, 37.4, 37.3, 37.2],
    36,
    37.5,
  ),
  row('pulse', 'Mạch', 'lần/phút', [112, 110, 108, 109, 104, 101, 99, 96, 94, 92, 90, 104, 92], 60, 100),
  {
    key: 'bp',
    label: 'Huyết áp',
    unit: 'mmHg',
    band: { low: 60, high: 140 },
    points: [134, 138, 130, 142, 136, 128, 131, 126, 129, 127, 124, 118, 128].map((value, index) => ({
      at: at(index),
      value,
      low: value - 52,
      flag: value > 140 ? ('high' as const) : undefined,
    })),
  },
  row('spo2', 'SpO₂', '%', [90, 93, 94, 94, 95, 95, 96, 96, 95, 96, 95, 88, 95], 94, 100),
]

export const timeline: readonly TimelineItem[] = [
  {
    key: '1',
    at: '2026-11-23T03:31:00Z',
    icon: 'flask',
    tone: 'accent',
    title: 'CRP 41 mg/L, bạch cầu 9,6 G/L',
    detail: 'Sinh hóa, huyết học · KTV Đỗ Thu Hà phát hành',
  },
  {
    key: '2',
    at: '2026-11-23T02:05:00Z',
    icon: 'notes',
    tone: 'warn',
    title: 'Diễn biến lúc 09:05',
    detail: 'BS Phạm Minh Quang · đỡ sốt, ran nổ đáy phổi phải giảm',
  },
  {
    key: '3',
    at: '2026-11-22T22:40:00Z',
    icon: 'warning',
    tone: 'crit',
    title: 'SpO₂ 88 % khi gắng sức, NEWS2 7',
    detail: 'ĐD Vũ Hải Yến báo BS trực',
  },
]

export const diagnoses = [
  {
    code: 'E11.9',
    title: 'Đái tháo đường không phụ thuộc insuline',
    note: 'Chưa có biến chứng · hay dùng ở phòng này',
  },
  { code: 'R73.0', title: 'Bất thường test dung nạp glucose', note: 'Từ đồng nghĩa: tiền đái tháo đường' },
  {
    code: 'E11',
    title: 'Đái tháo đường không phụ thuộc insuline',
    note: 'Có mã chi tiết hơn, chọn E11.0 đến E11.9',
    muted: true,
  },
  { code: 'I10', title: 'Bệnh lý tăng huyết áp', note: 'Vô căn' },
]

export const records = [
  {
    number: '26/014655',
    who: 'Kha Văn Mộc',
    where: 'Nội tim mạch · ra 15/11',
    done: 11,
    of: 14,
    missing: 'Tổng kết bệnh án, 2 chữ ký',
  },
  {
    number: '26/014718',
    who: 'Lục Văn Sáng',
    where: 'Ngoại tổng hợp · ra 17/11',
    done: 15,
    of: 17,
    missing: 'Phiếu gây mê, tường trình mổ',
  },
  { number: '26/014810', who: 'Viên Đình Phúc', where: 'Sản · ra 20/11', done: 16, of: 16, missing: '' },
]

export const rooms = [
  { value: 'tmh1', title: 'Tai mũi họng 1', lines: ['BS Lâm Khánh Vy', 'P.112'], aside: '6 đang chờ', key: '1' },
  { value: 'noi2', title: 'Nội 2', lines: ['BS Trịnh Thu Thủy', 'P.105'], aside: '11 đang chờ', key: '2' },
  { value: 'hohap', title: 'Hô hấp', lines: ['BS Lê Diệp Chi', 'P.109'], aside: '4 đang chờ', key: '3' },
]

/** Words of the samples, by name, so that the page itself holds none. */
export const words = {
  hint: 'Như ghi trên giấy tờ',
  name: 'Lưu Văn Đức',
  reason: 'Tái khám tăng huyết áp, mệt, chóng mặt khi đứng dậy',
  refusal: 'Chưa điền họ tên. Nếu không biết, chọn “Người bệnh chưa rõ danh tính”.',
  locked: 'Hồ sơ đã lưu trữ. Chỉ ghi bổ sung có người duyệt.',
  labels: {
    name: 'Họ và tên',
    reason: 'Lý do khám',
    pulse: 'Mạch',
    pressure: 'Huyết áp tâm thu',
    born: 'Ngày sinh',
    sex: 'Giới',
    room: 'Phòng khám',
    diagnosis: 'Chẩn đoán',
    department: 'Khoa',
    remember: 'Ưu tiên',
    pin: 'Mã PIN ký số',
  },
  sexes: [
    { value: 'male', label: 'Nam' },
    { value: 'female', label: 'Nữ' },
  ],
  departments: [
    { value: 'kkb', label: 'Khoa Khám bệnh' },
    { value: 'xn', label: 'Khoa Xét nghiệm' },
  ],
  buttons: {
    sign: 'Ký và kết thúc khám',
    review: 'Xem và ký',
    stop: 'Ngừng y lệnh',
    more: 'Xem cả 7',
    issue: 'Cấp số và in phiếu',
    go: 'Gọi lượt tiếp',
  },
  chips: {
    valid: 'Còn hiệu lực',
    late: 'Quá hạn',
    code: 'Mới',
    plain: 'Kèm',
    allergy: 'Dị ứng',
    draft: 'Chờ khoa',
    solid: 'Nguy kịch',
  },
  rows: {
    now: 'Ngay',
    waiting: 'Chờ ký',
    note: 'y lệnh chưa có hiệu lực khi chưa ký',
    who: 'Lê Thị Mận',
    who2: 'Trần Văn Hậu',
    age: '58 tuổi · G.05',
    why: 'Kali 6,4 mmol/L, chờ xác nhận 11 phút',
    why2: 'Diễn biến, 4 y lệnh',
    act: 'Xử trí',
  },
  alerts: {
    note: 'Ghi chú:',
    noteText: 'uống sau ăn',
    warning: 'Cảnh báo:',
    warningText: 'xem đường huyết',
    stop: 'Dừng:',
    stopText: 'amoxicilin, người bệnh phản vệ penicillin độ II',
  },
  empty: 'Chưa có kết quả nào chờ xem',
  emptyAct: 'Xem kết quả đã xem',
  partial: 'Hình ảnh: PACS chưa trả lời, 12 giây',
  mine: 'Oxy 1 L/phút, thử khí phòng 14:00',
  theirs: 'Giữ oxy 2 L/phút đến sáng mai',
  doctor: 'BS Hồ Bảo An',
  paper: 'Bệnh án ngoại trú',
  role: 'Bác sĩ khám',
  ticket: {
    facility: 'Bệnh viện Đa khoa Ngàn Phố',
    room: 'Tai mũi họng 1 · P.112',
    name: 'Vũ Thị Hồng Thắm',
    place: 'Tầng 1, dãy nhà B',
  },
  trend: 'Diễn biến 72 giờ: thân nhiệt giảm từ 39,1 còn 37,2 °C, SpO₂ xuống 88 % một lần lúc 05:40.',
  type: [
    ['num-xl', '047'],
    ['title', 'Hoàn chỉnh hồ sơ'],
    ['lead', 'Giá trị nguy kịch: kali 6,4'],
    ['body', 'Một tuần nay chóng mặt khi đứng dậy nhanh, không ngã. Ể Ỗ Ẩ Ằ'],
    ['dense', 'Nội tổng hợp · P.304 · G.12'],
    ['label', 'Nhịp thở'],
  ],
} as const

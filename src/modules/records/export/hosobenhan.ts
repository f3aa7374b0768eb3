import type {
  Address,
  Coding,
  Observation,
  QuestionnaireResponse,
  QuestionnaireResponseItem,
} from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { cs, ext, sid } from '#fhir/systems.ts'
import { codeNames, sharedModel, type VisitSources } from '#modules/documents/index.ts'
import { archiveNumberOf, stateOf } from '../encounter-record.ts'
import type { RecordMembers } from '../record-members.ts'

/** A value of the exchange form: text, a group of fields, or a list of groups. */
export type Field = string | { readonly [name: string]: Field } | readonly Field[]
type Group = Readonly<Record<string, Field>>

/**
 * A record in the ministry's exchange form: root HoSoBenhAn, eleven groups, keyed by the number of the record.
 * Days are dd/mm/yyyy, moments dd/mm/yyyy HH:MM:SS.mmm, what is not known is empty text. A group that the record has
 * nothing for is there with its key alone.
 * @see CV 365/TTYQG-GPQLCL (2025-06-06), annex "Mô tả dữ liệu trao đổi hồ sơ bệnh án điện tử"
 */
export function hoSoBenhAn(record: RecordMembers, visit: VisitSources): { readonly HoSoBenhAn: Group } {
  const key = { sovaovien: record.number }
  const answers = answersOf(record.forms)
  const group = (fields: Group): Group => ({ ...key, ...fields })
  return {
    HoSoBenhAn: {
      ThongTinBenhNhan: group(patientGroup(record, visit, answers)),
      ThongTinVaoVien: group(admissionGroup(record, visit, answers)),
      ThongTinDieuTri: group(treatmentGroup(record, visit, answers)),
      YLenhThuocVatTu: group({ danhsach: medicines(record) }),
      PhieuChiDinh: group({ danhsach: orders(record) }),
      KetQuaChanDoanHinhAnh: key,
      KetQuaXetNghiem: group({ danhsach: results(record) }),
      GiayChuyenVien: key,
      HoSoCapCuu: key,
      PhieuThuThuat: key,
      PhieuPhauThuat: key,
    },
  }
}

/** `23/11/2026` */
export function exchangeDay(day: string | undefined): string {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)/.exec(day ?? '') ?? []
  return year ? `${date}/${month}/${year}` : ''
}

/** `23/11/2026 10:42:00.000`, in Viet Nam. */
export function exchangeMoment(at: string | undefined): string {
  if (!at) return ''
  if (!at.includes('T')) return exchangeDay(at)
  const there = new Date(new Date(at).getTime() + 7 * 3_600_000).toISOString()
  return `${exchangeDay(there)} ${there.slice(11, 23)}`
}

type Answers = ReadonlyMap<string, string>

/** Texts of the record's own form by their place in it; the newest completed one counts. */
function answersOf(forms: readonly QuestionnaireResponse[]): Answers {
  const found = new Map<string, string>()
  const read = (items: readonly QuestionnaireResponseItem[] = []) => {
    for (const { linkId, answer, item } of items) {
      const texts = (answer ?? []).flatMap((one) => one.valueString ?? one.valueCoding?.display ?? [])
      if (texts.length > 0) found.set(linkId, texts.join('; '))
      read(item)
    }
  }
  const done = forms.filter(({ status }) => status === 'completed' || status === 'amended')
  for (const form of [...done].sort((a, b) => (a.authored ?? '').localeCompare(b.authored ?? ''))) read(form.item)
  return found
}

const idIn = (visit: VisitSources, system: string) =>
  visit.patient.identifier?.find((one) => one.system === system)?.value ?? ''
const codeIn = (visit: VisitSources, url: string) =>
  visit.patient.extension?.find((one) => one.url === url)?.valueCode ?? ''

function patientGroup(record: RecordMembers, visit: VisitSources, answers: Answers): Group {
  const { patient, department, encounter } = visit
  const { patient: person, payer } = sharedModel(visit, codeNames(), '', '')
  const home = patient.address?.find((one) => one.use !== 'old')
  return {
    loaiba: record.forms[0]?.questionnaire?.split('|')[0]?.split(':').at(-1) ?? '',
    soba: record.number,
    soluutru: archiveNumberOf(encounter) ?? '',
    makhoa: department?.identifier?.[0]?.value ?? '',
    tenkhoa: department?.name ?? '',
    thoigianvaovien: exchangeMoment(encounter.period?.start),
    mabenhnhan: idIn(visit, sid.mrn),
    buong: '',
    giuong: '',
    cccd_so: idIn(visit, sid.cccd),
    hochieu_so: idIn(visit, sid.passport),
    hoten: person.name,
    ngaysinh: exchangeDay(patient.birthDate),
    tuoi: person.age ?? '',
    gioitinh: person.sex ?? '',
    nghenghiep: person.occupation ?? '',
    nghenghiep_ma: codeIn(visit, ext.occupation),
    dantoc: person.ethnicity ?? '',
    dantoc_ma: codeIn(visit, ext.ethnicity),
    ngoaikieu: person.nationality ?? '',
    ngoaikieu_ma: '',
    ...insuranceFields(visit, payer.card),
    ...addressFields(home),
    noilamviec: person.workplace ?? '',
    sodienthoai: person.phone ?? '',
    nhommau: '',
    yeutorh: '',
    doituongbn_loai: payer.class,
    ...nextOfKin(visit),
    lydotiepnhan: encounter.reasonCode?.[0]?.text ?? answers.get('reason') ?? '',
    noigioithieu_loai: '',
    tiensubenhtatcuabanthan: historyOf(answers.get('ownHistory')),
    tiensubenhtatcuagiadinh: historyOf(answers.get('familyHistory')),
  }
}

function insuranceFields({ coverage }: VisitSources, card: string | null): Group {
  return {
    tungaybhyt: exchangeDay(coverage?.period?.start),
    denngaybhyt: exchangeDay(coverage?.period?.end),
    mabhyt: card ?? '',
    noidangkykcbbd: coverage?.extension?.find((one) => one.url === ext.registeredFacility)?.valueString ?? '',
  }
}

function addressFields(home: Address | undefined): Group {
  return {
    diachi: home?.text ?? '',
    sonha: home?.line?.[0] ?? '',
    thonpho: '',
    xaphuong: home?.city ?? '',
    quanhuyen: '',
    quanhuyen_ma: '',
    tinhthanh: home?.state ?? '',
    tinhthanh_ma: home?.extension?.find((one) => one.url === ext.province)?.valueCode ?? '',
  }
}

function nextOfKin({ patient }: VisitSources): Group {
  const next = patient.contact?.[0]
  return {
    hotennguoithan: next?.name?.text ?? '',
    diachinguoithan: next?.address?.text ?? '',
    sodienthoainguoithan: next?.telecom?.[0]?.value ?? '',
  }
}

const historyOf = (text: string | undefined): readonly Field[] =>
  text ? [{ thongtin_ma: '', thongtin_noidung: text, thongtin_giatri: '', thongtin_ghichu: '' }] : []

/** Newest measurement of a kind, by its LOINC code; a part of a panel by the code of the part. */
function measured(record: RecordMembers, loinc: string): string {
  const of = (coding: readonly Coding[] | undefined) => coding?.some((one) => one.code === loinc)
  const newest = [...record.observations]
    .sort((a, b) => (b.effectiveDateTime ?? '').localeCompare(a.effectiveDateTime ?? ''))
    .flatMap((one) => [one, ...(one.component ?? [])])
    .find((one) => of(one.code.coding) && one.valueQuantity?.value !== undefined)
  return newest ? String(numberOf(newest.valueQuantity?.value)) : ''
}

interface Diagnosis {
  readonly code: string
  readonly text: string
  readonly role: string
}

function diagnosesOf({ conditions, encounter }: VisitSources): readonly Diagnosis[] {
  const byId = new Map(conditions.map((one) => [`Condition/${one.id}`, one]))
  return [...(encounter.diagnosis ?? [])]
    .sort((a, b) => (a.rank ?? 99) - (b.rank ?? 99))
    .flatMap((one) => {
      const condition = byId.get(one.condition?.reference ?? '')
      if (!condition) return []
      const coding = condition.code?.coding?.find(({ system }) => system === cs.icd10)
      const text = condition.code?.text ?? coding?.display ?? ''
      return [{ code: coding?.code ?? '', text, role: one.use?.coding?.[0]?.code ?? '' }]
    })
}

const doctorOf = (record: RecordMembers) =>
  record.forms.at(-1)?.author?.display ?? record.encounter.participant?.[0]?.individual?.display ?? ''

function admissionGroup(record: RecordMembers, visit: VisitSources, answers: Answers): Group {
  const all = diagnosesOf(visit)
  const initial = all.find(({ role }) => role === 'AD') ?? all[0]
  return {
    sophieu: record.number,
    phongkham: visit.encounter.location?.[0]?.location?.display ?? '',
    maphongkham: visit.encounter.location?.[0]?.location?.reference?.split('/')[1] ?? '',
    bacsikhambenh: doctorOf(record),
    mabacsikhambenh: record.forms.at(-1)?.author?.reference?.split('/')[1] ?? '',
    chandoancuanoigioithieu: '',
    chandoansobo: initial?.text ?? '',
    chandoanvaovien: initial?.text ?? '',
    khambenh_chandoanvaovienmaicd: initial?.code ?? '',
    chieucao: measured(record, '8302-2'),
    dieutritaikhoa: visit.department?.name ?? '',
    madieutritaikhoa: visit.department?.identifier?.[0]?.value ?? '',
    chuky_hoten: doctorOf(record),
    denkhambenhluc: exchangeMoment(visit.encounter.period?.start),
    lydovaovien: answers.get('reason') ?? '',
    quatrinhbenhly: answers.get('history') ?? '',
    mach: measured(record, '8867-4'),
    nhietdo: measured(record, '8310-5'),
    nhiptho: measured(record, '9279-1'),
    huyetap_tamthu: measured(record, '8480-6'),
    huyetap_tamtruong: measured(record, '8462-4'),
    cannang: measured(record, '29463-7'),
    khambenh_toanthan: answers.get('general') ?? '',
    khambenh_caccoquan: answers.get('organs') ?? '',
  }
}

function treatmentGroup(record: RecordMembers, visit: VisitSources, answers: Answers): Group {
  const all = diagnosesOf(visit)
  const last = all.filter(({ role }) => role !== 'AD')
  const [main, ...others] = last.length > 0 ? last : all
  return {
    bacsidieutri: doctorOf(record),
    khoadieutri: visit.department?.name ?? '',
    khoadieutri_ma: visit.department?.identifier?.[0]?.value ?? '',
    ngaynhapkhoa: exchangeMoment(visit.encounter.period?.start),
    ngayravien: exchangeMoment(visit.encounter.period?.end),
    chandoan: main?.text ?? '',
    chandoan_ma: main?.code ?? '',
    maicd: main?.code ?? '',
    tenicd: main?.text ?? '',
    maicd_khac: others.map(({ code }) => code).join(';'),
    tenicd_khac: others.map(({ text }) => text).join('; '),
    tomtat: answers.get('summary.results') ?? answers.get('labSummary') ?? '',
    huongdieutri: answers.get('summary.plan') ?? answers.get('treatment') ?? '',
    tinhtrangravien: {
      ketquadieutri: answers.get('summary.state') ?? stateOf(record.encounter),
      loidanbacsi: answers.get('advice') ?? '',
    },
  }
}

function medicines(record: RecordMembers): readonly Field[] {
  return grouped(record.prescriptions, (one) => one.groupIdentifier?.value ?? '').map(([sophieu, list]) => ({
    sophieu,
    bacsichidinh: list[0]?.requester?.display ?? '',
    mabacsichidinh: list[0]?.requester?.reference?.split('/')[1] ?? '',
    danhsach: list.map((one) => ({
      machidinh: one.id ?? '',
      cachdung: one.dosageInstruction?.[0]?.text ?? '',
      ngaykedonthuoc: exchangeMoment(one.authoredOn),
      donvitinh: one.dispenseRequest?.quantity?.unit ?? '',
      mathuocvattu_bv: one.medicationCodeableConcept?.coding?.find(({ system }) => system === cs.drug)?.code ?? '',
      soluongthuocvattu: String(numberOf(one.dispenseRequest?.quantity?.value) ?? ''),
      tenthuocvattu: one.medicationCodeableConcept?.text ?? '',
      ylenhthuocvattu_ghichu: one.note?.[0]?.text ?? '',
    })),
  }))
}

function orders(record: RecordMembers): readonly Field[] {
  return grouped(record.orders, (one) => one.requisition?.value ?? '').map(([sophieu, list]) => ({
    sophieu,
    bacsichidinh: list[0]?.requester?.display ?? '',
    mabacsichidinh: list[0]?.requester?.reference?.split('/')[1] ?? '',
    danhsach: list.map((one) => ({
      machidinh: one.code?.coding?.[0]?.code ?? '',
      ngaychidinh: exchangeMoment(one.authoredOn),
      loaichidinh: one.category?.[0]?.coding?.[0]?.code ?? '',
      soluong: '1',
      tenchidinh: one.code?.text ?? one.code?.coding?.[0]?.display ?? '',
    })),
  }))
}

const isLaboratory = (one: Observation) =>
  one.category?.some(({ coding }) => coding?.some(({ code }) => code === 'laboratory')) ?? false

/** The annex names the code of a test `machiso`; name, value and unit beside it are named by us in its manner. */
function results(record: RecordMembers): readonly Field[] {
  return record.observations.filter(isLaboratory).map((one) => ({
    machiso: one.code.coding?.find(({ system }) => system === cs.lab)?.code ?? one.code.coding?.[0]?.code ?? '',
    tenchiso: one.code.text ?? one.code.coding?.[0]?.display ?? '',
    giatri: one.valueQuantity
      ? String(numberOf(one.valueQuantity.value) ?? '')
      : (one.valueString ?? one.valueCodeableConcept?.text ?? ''),
    donvitinh: one.valueQuantity?.unit ?? '',
    giatribinhthuong: one.referenceRange?.[0]?.text ?? '',
    thoigian: exchangeMoment(one.issued ?? one.effectiveDateTime),
  }))
}

function grouped<T>(list: readonly T[], keyOf: (one: T) => string): readonly (readonly [string, readonly T[]])[] {
  return [...Map.groupBy(list, keyOf)]
}

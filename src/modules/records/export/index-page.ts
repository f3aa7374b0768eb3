import { closedStates } from '#fhir/systems.ts'
import type { ArchiveImage } from '#modules/signing/index.ts'
import { escapeXml } from './exchange-xml.ts'
import type { Field } from './hosobenhan.ts'

/** A paper or another file that the page leads to. */
export interface PageFile {
  readonly path: string
  readonly title: string
}

/** A drawing in a form, as SVG in base64. */
export interface PageDrawing {
  readonly title: string
  readonly svg: string
}

export interface IndexPage {
  readonly number: string
  readonly facility: string
  readonly state: string
  readonly madeAt: string
  readonly record: { readonly HoSoBenhAn: Readonly<Record<string, Field>> }
  readonly papers: readonly PageFile[]
  readonly files: readonly PageFile[]
  readonly images: readonly ArchiveImage[]
  readonly drawings: readonly PageDrawing[]
}

/** Titles of the groups and fields that a reader looks for; others go by their name in the annex. */
const titles: Readonly<Record<string, string>> = {
  ThongTinBenhNhan: 'Thông tin người bệnh / Patient',
  ThongTinVaoVien: 'Thông tin vào viện / Admission',
  ThongTinDieuTri: 'Thông tin điều trị / Treatment',
  YLenhThuocVatTu: 'Y lệnh thuốc, vật tư / Medicines',
  PhieuChiDinh: 'Phiếu chỉ định / Orders',
  KetQuaXetNghiem: 'Kết quả xét nghiệm / Laboratory results',
  hoten: 'Họ tên / Name',
  ngaysinh: 'Ngày sinh / Born',
  gioitinh: 'Giới tính / Sex',
  mabenhnhan: 'Mã người bệnh / MRN',
  soluutru: 'Số lưu trữ / Archive number',
  diachi: 'Địa chỉ / Address',
  mabhyt: 'Thẻ BHYT / Insurance card',
  lydovaovien: 'Lý do vào viện / Reason',
  quatrinhbenhly: 'Quá trình bệnh lý / History',
  chandoan: 'Chẩn đoán / Diagnosis',
  maicd: 'ICD-10',
  tenthuocvattu: 'Tên thuốc / Medicine',
  cachdung: 'Cách dùng / Dosage',
  tenchidinh: 'Chỉ định / Order',
  tenchiso: 'Chỉ số / Test',
  giatri: 'Giá trị / Value',
  donvitinh: 'Đơn vị / Unit',
}

const titleOf = (name: string) => escapeXml(titles[name] ?? name)

function shown(value: Field): string {
  if (typeof value === 'string') return escapeXml(value)
  if (Array.isArray(value)) return (value as readonly Field[]).map((one) => `<li>${shown(one)}</li>`).join('')
  const rows = Object.entries(value)
    .filter(([name, one]) => name !== 'sovaovien' && one !== '' && !(Array.isArray(one) && one.length === 0))
    .map(
      ([name, one]) =>
        `<tr><th>${titleOf(name)}</th><td>${Array.isArray(one) ? `<ol>${shown(one)}</ol>` : shown(one)}</td></tr>`,
    )
  return rows.length > 0 ? `<table>${rows.join('')}</table>` : ''
}

const list = (files: readonly PageFile[]) =>
  files.map(({ path, title }) => `<li><a href="${encodeURI(path)}">${escapeXml(title)}</a></li>`).join('')

const shownByBrowsers = new Set(['image/png', 'image/jpeg'])
const base64 = /^[A-Za-z0-9+/=]+$/

/** A picture in the export is shown or led to; one by reference is told with its hash and address. */
function picture({ path, type, title, sha256, address, size }: ArchiveImage): string {
  const name = escapeXml(title)
  const told = `<code>${sha256}</code> · ${Math.ceil(size / 1024)} kB`
  if (path === undefined)
    return `<figure><figcaption>${name}<br>Theo tham chiếu / by reference: ${escapeXml(address)}<br>${told}</figcaption></figure>`
  const link = `<a href="${encodeURI(path)}">${name}</a>`
  const shown = shownByBrowsers.has(type) ? `<img src="${encodeURI(path)}" alt="${name}" loading="lazy">` : ''
  return `<figure>${shown}<figcaption>${link}<br>${told}</figcaption></figure>`
}

const drawing = ({ title, svg }: PageDrawing) =>
  base64.test(svg)
    ? `<figure><img src="data:image/svg+xml;base64,${svg}" alt="${escapeXml(title)}"><figcaption>${escapeXml(title)}</figcaption></figure>`
    : ''

function pictures({ images, drawings }: Pick<IndexPage, 'images' | 'drawings'>): string {
  const all = [...drawings.map(drawing), ...images.map(picture)].join('')
  return all ? `<h2>Hình ảnh / Pictures</h2>${all}` : ''
}

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#16202a}' +
  'table{border-collapse:collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.2rem .6rem;' +
  'border-bottom:1px solid #d8dee4}th{width:16rem;font-weight:500;color:#4a5866}h2{margin-top:2rem}ol{margin:0;padding-left:1.2rem}' +
  'figure{margin:1rem 0}img{max-width:100%;max-height:40rem;border:1px solid #d8dee4}code{overflow-wrap:anywhere}' +
  '@media(max-width:40rem){th,td{display:block;width:auto;border:0;padding:0 .2rem}}'

/** The record to read in a browser, opened from the disk: no server, no script, nothing from elsewhere. */
export function indexPage(page: IndexPage): string {
  const groups = Object.entries(page.record.HoSoBenhAn)
    .map(([name, group]) => [name, shown(group)] as const)
    .filter(([, body]) => body !== '')
    .map(([name, body]) => `<section><h2>${titleOf(name)}</h2>${body}</section>`)
  const open = closedStates.has(page.state)
    ? ''
    : '<p><strong>Hồ sơ chưa hoàn chỉnh khi xuất. / The record was not complete when exported.</strong></p>'
  return `<!doctype html>
<html lang="vi"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src 'self' file: data:">
<title>Hồ sơ ${escapeXml(page.number)}</title><style>${style}</style></head><body>
<h1>Hồ sơ bệnh án ${escapeXml(page.number)}</h1>
<p>${escapeXml(page.facility)} · xuất lúc / exported ${escapeXml(page.madeAt)}</p>${open}
<p>Trang này để đọc; bằng chứng là các tệp đã ký: <code>lanong verify</code> kiểm toàn bộ (README.txt). /
This page is for reading; the signed files are the evidence: <code>lanong verify</code> checks them all.</p>
<h2>Giấy tờ đã ký / Signed papers</h2><ul>${list(page.papers)}</ul>
${groups.join('\n')}
${pictures(page)}
<h2>Tệp khác / Other files</h2><ul>${list(page.files)}</ul>
</body></html>
`
}

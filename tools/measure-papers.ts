// Papers: `node tools/measure-papers.ts`, a part of `npm run measure`. No server and no database.
import { readFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { addSignatureFields } from '../src/modules/signing/index.ts'
import { shippedEdition } from '../src/platform/forms/registry.ts'
import { pageCount } from '../src/platform/pdf/stamp.ts'
import { formsFolder } from '../src/platform/typst/forms-folder.ts'
import type { BindJob } from '../src/platform/typst/job.ts'
import { createRenderer } from '../src/platform/typst/renderer.ts'
import { qrSvg } from '../src/platform/typst/symbols.ts'
import { generateAnswers } from '../tests/support/form-answers.ts'
import { printForm } from '../tests/support/form-paper.ts'

const say = (line: string) => void process.stdout.write(`${line}\n`)
const clockTick = 10

/** Processor time of the children of this process so far, ms. */
function childrenMs(): number {
  const children = readFileSync(`/proc/self/task/${process.pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter(Boolean)
  return children.reduce((sum, child) => {
    const fields = readFileSync(`/proc/${child}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
    return sum + (Number(fields[11]) + Number(fields[12])) * clockTick
  }, 0)
}

/** Median by the clock, and mean processor time of this process and its children. */
async function measured(times: number, work: () => Promise<unknown>): Promise<string> {
  const taken: number[] = []
  const [own, others] = [process.cpuUsage(), childrenMs()]
  for (let at = 0; at < times; at++) {
    const startedAt = performance.now()
    await work()
    taken.push(performance.now() - startedAt)
  }
  const { user, system } = process.cpuUsage(own)
  const cpu = (childrenMs() - others + (user + system) / 1000) / times
  const sorted = taken.sort((a, b) => a - b)
  const at = (share: number) => (sorted[Math.floor(share * sorted.length)] ?? sorted.at(-1) ?? 0).toFixed(0)
  return `p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, processor ${cpu.toFixed(0)} ms`
}

const editionOf = (form: string, version: string) => {
  const edition = shippedEdition(form, version)
  const questionnaire = edition?.questionnaire()
  if (!edition || !questionnaire) throw new Error(`${form} is gone`)
  return { edition, questionnaire }
}

/** What a typical paper and a whole record cost. */
export async function measurePapers(): Promise<void> {
  const renderer = createRenderer(formsFolder)
  const print = async ([form, version]: readonly [string, string], sentences = 1) => {
    const { edition, questionnaire } = editionOf(form, version)
    const { response } = generateAnswers(questionnaire, { sentences, rows: 1 })
    return printForm(renderer, edition, response)
  }
  const discharge = ['TT25-02', '2025-07-01'] as const
  const record = ['01-BV1', '2024-01-01'] as const
  const plainSign = { template: '_print/signature.typ', data: { signed: false, width: 200, height: 54 } }
  const at = new Date('2026-11-22T03:42:00Z')
  for (let warm = 0; warm < 5; warm++) await print(record)
  say(
    `load average ${loadavg()
      .map((one) => one.toFixed(1))
      .join(' ')}`,
  )
  for (const form of [discharge, record]) {
    const pages = pageCount((await print(form)).pdf)
    say(`${form[0]}, ${pages} ${pages === 1 ? 'page' : 'pages'}, warm: ${await measured(20, () => print(form))}`)
  }
  const waiting = (await renderer.render({ ...plainSign, at, standard: 'a-2b' })).pdf
  const parts: { title: string; pdf: Uint8Array }[] = []
  for (let pages = 0; pages < 98; ) {
    const { pdf, marks } = await print(record, 1 + (parts.length % 3))
    const fields = marks.map((mark) => ({ name: mark.slot, ...mark }))
    parts.push({ title: `01/BV1 (${parts.length + 1})`, pdf: addSignatureFields(pdf, fields, waiting) })
    pages += pageCount(pdf)
  }
  const binder = createRenderer(formsFolder, 50)
  const bind = async () => (await binder.bind(recordJob(parts, at))).pdf
  const startedAt = performance.now()
  const bound = await bind()
  const first = performance.now() - startedAt
  const size = `${pageCount(bound)} pages of ${parts.length} papers, ${(bound.length / 1_000_000).toFixed(1)} MB`
  say(`whole record, ${size}: first, process started for it ${first.toFixed(0)} ms; ${await measured(5, bind)}`)
  renderer.close()
  binder.close()
}

/** Cover, contents and mark of the record that the papers are bound into. */
function recordJob(parts: readonly { title: string; pdf: Uint8Array }[], at: Date): BindJob {
  const front = {
    documentTitle: 'Hồ sơ bệnh án 26/000123',
    facility: { authority: 'Sở Y tế', name: 'Bệnh viện Đa khoa Ngàn Phố' },
    department: 'Khoa Nội',
    record: { number: '26/000123', archive: null },
    recordForm: null,
    barcode: qrSvg('26/000123'),
    patient: { name: 'Đặng Thị Huyền', mrn: '0260184337', birthDay: null, age: null, sex: 'Nữ', address: null },
    payer: { class: null, card: null },
    stay: { from: null, to: null, archived: null },
    diagnosis: { main: null, others: null },
    papers: parts.map(({ title }) => ({ form: '01/BV1', title, date: '10:42 23/11/2026', state: 'Đã ký' })),
  }
  const mark = {
    words: 'Bản giấy chuyển đổi từ hồ sơ bệnh án điện tử',
    unsigned: null,
    numbered: true,
    system: 'Lãn Ông',
    owner: 'Bệnh viện Đa khoa Ngàn Phố',
    code: 'e1',
    time: '10 giờ 42 phút, ngày 23 tháng 11 năm 2026',
    person: 'BS. Nguyễn Văn Minh',
    qr: qrSvg('lanong:records/e1'),
  }
  return {
    frontTitle: 'Bìa và mục lục',
    parts,
    front: { template: '_print/record.typ', data: front, at, standard: 'a-3b' },
    mark: { template: '_print/conversion.typ', data: mark, at, standard: 'a-2b' },
  }
}

if (import.meta.main) await measurePapers()

import type { PaperFile, VisitSources } from '#modules/documents/index.ts'
import { exchangePath } from '#modules/signing/index.ts'
import { stateOf } from '../encounter-record.ts'
import type { RecordMembers } from '../record-members.ts'
import { exchangeXml } from './exchange-xml.ts'
import { hoSoBenhAn } from './hosobenhan.ts'
import { indexPage } from './index-page.ts'

interface Readable {
  readonly record: RecordMembers
  readonly visit: VisitSources
  readonly facility: string
  readonly madeAt: string
  readonly papers: readonly (PaperFile & { readonly path: string })[]
  readonly attached: readonly string[]
}

/** What people and other systems read: the ministry's exchange form as XML and JSON, and a page for a browser. */
export function readableFiles({ record, visit, papers, ...about }: Readable): ReadonlyMap<string, Buffer> {
  const exchange = hoSoBenhAn(record, visit)
  const page = indexPage({
    number: record.number,
    facility: about.facility,
    state: stateOf(record.encounter),
    madeAt: about.madeAt,
    record: exchange,
    papers: papers.map(({ path, form, title, version }) => ({ path, title: `${form} ${title} (${version})` })),
    files: about.attached.map((path) => ({ path, title: path })),
  })
  return new Map([
    [exchangePath, Buffer.from(exchangeXml(exchange), 'utf8')],
    ['HoSoBenhAn.json', Buffer.from(`${JSON.stringify(exchange, null, 1)}\n`, 'utf8')],
    ['index.html', Buffer.from(page, 'utf8')],
  ])
}

import type { QuestionnaireResponse, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import type { PaperFile, VisitSources } from '#modules/documents/index.ts'
import { type ArchiveImage, exchangePath, imagesPath, imagesText } from '#modules/signing/index.ts'
import { stateOf } from '../encounter-record.ts'
import type { RecordMembers } from '../record-members.ts'
import { exchangeXml } from './exchange-xml.ts'
import { hoSoBenhAn } from './hosobenhan.ts'
import { indexPage, type PageDrawing } from './index-page.ts'

interface Readable {
  readonly record: RecordMembers
  readonly visit: VisitSources
  readonly facility: string
  readonly madeAt: string
  readonly papers: readonly (PaperFile & { readonly path: string })[]
  readonly attached: readonly string[]
  readonly images: readonly ArchiveImage[]
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
    files: about.attached
      .filter((path) => !about.images.some((image) => image.path === path))
      .map((path) => ({ path, title: path })),
    images: about.images,
    drawings: record.forms.flatMap(drawingsOf),
  })
  return new Map([
    [exchangePath, Buffer.from(exchangeXml(exchange), 'utf8')],
    ['HoSoBenhAn.json', Buffer.from(`${JSON.stringify(exchange, null, 1)}\n`, 'utf8')],
    [imagesPath, Buffer.from(imagesText(about.images), 'utf8')],
    ['index.html', Buffer.from(page, 'utf8')],
  ])
}

/** Clinical drawings on a form: they are data of the record, and go with it either way. */
function drawingsOf(form: QuestionnaireResponse): readonly PageDrawing[] {
  const below = (items: readonly QuestionnaireResponseItem[] | undefined): readonly PageDrawing[] =>
    (items ?? []).flatMap((item) => [
      ...(item.answer ?? []).flatMap(({ valueAttachment, item: inside }) => [
        ...(valueAttachment?.contentType === 'image/svg+xml' && valueAttachment.data
          ? [{ title: item.text ?? '', svg: valueAttachment.data }]
          : []),
        ...below(inside),
      ]),
      ...below(item.item),
    ])
  return below(form.item)
}

import type { Organization } from '@medplum/fhirtypes'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { paperRenderer } from '#platform/typst/forms-folder.ts'
import { findResource } from '#store/read.ts'
import type { ClassifyBody } from './contract.ts'
import type { Obligation } from './domain/clocks.ts'
import { type Incident, numberOf } from './repository.ts'
import { clocks, titleOfKind } from './rules.ts'
import { classificationOf } from './view-incident.ts'

/** `10:42 ngày 23/11/2026` */
const momentText = (at: Date) => {
  const text = instantInVietnam(at)
  return `${text.slice(11, 16)} ngày ${text.slice(0, 10).split('-').reverse().join('/')}`
}

function dataWords(given: ClassifyBody): string {
  const words = [
    ...(given.healthData ? ['dữ liệu sức khỏe (dữ liệu cá nhân nhạy cảm)'] : []),
    ...(given.biometricOrLocation ? ['dữ liệu sinh trắc, dữ liệu vị trí'] : []),
    ...(given.personalData && !given.healthData && !given.biometricOrLocation ? ['dữ liệu cá nhân'] : []),
  ]
  return words.length > 0 ? words.join('; ') : 'không có dữ liệu cá nhân'
}

/** The notice to an authority or to the persons, as the book knows it now. In Vietnamese: it goes to who reads that. */
export async function noticePaper(ctx: Context, { record, acts }: Incident, owed: Obligation): Promise<Buffer> {
  const owner = await findResource<Organization>(ctx, 'Organization', 'facility')
  const given = classificationOf({ acts }) as ClassifyBody
  const paper = clocks.papers[owed.rule.paper]
  const day = instantInVietnam(ctx.now())
  const { pdf } = await paperRenderer().render({
    template: '_print/incident-notice.typ',
    data: {
      kind: owed.rule.paper,
      title: paper?.title ?? '',
      basis: paper?.basis ?? '',
      unknown: paper?.unknown ?? '',
      to: owed.rule.to.vi,
      facility: owner?.name ?? '',
      address: owner?.address?.[0]?.text ?? '',
      phone: owner?.telecom?.find(({ system }) => system === 'phone')?.value ?? '',
      day: { day: day.slice(8, 10), month: day.slice(5, 7), year: day.slice(0, 4) },
      number: numberOf(record),
      what: record.what,
      incident: titleOfKind(record.kind, 'vi'),
      name: record.title,
      noticed: momentText(record.noticed_at),
      noticedBy: record.noticed_by,
      due: momentText(owed.dueAt),
      touched: record.touched,
      data: dataWords(given),
      persons: given.persons,
      serious: given.level === 'serious',
      consequences: given.consequences,
      contact: given.contact,
      measures: acts
        .filter(({ kind }) => kind === 'measure' || kind === 'decision')
        .map(({ at, content }) => ({ at: momentText(at), text: String(content['text']) })),
    },
    at: ctx.now(),
    standard: 'a-2b',
  })
  return pdf
}

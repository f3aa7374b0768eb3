import type { Encounter } from '@medplum/fhirtypes'
import type { FastifyReply } from 'fastify'
import { ext, sid } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import { plainFileName } from '#platform/http/plain-file-name.ts'
import { recordBinder } from '#platform/typst/forms-folder.ts'
import type { RenderJob } from '#platform/typst/job.ts'
import { writeAudit } from '#store/audit.ts'
import { conversionMark } from './conversion-mark.ts'
import { documentErrors } from './errors.ts'
import { papersOf } from './find-papers.ts'
import { codeNames } from './models/code-names.ts'
import { sharedModel } from './models/shared-model.ts'
import { readVisit, type VisitSources } from './models/sources.ts'
import * as words from './models/words.ts'
import { recordAddress } from './paper-address.ts'
import { blobOf, formOf, type Paper } from './paper-resource.ts'
import { formOfPaper } from './paper-view.ts'
import { lacking } from './print-paper.ts'

/** The order of a record: its medical record form first, then papers, certificates, prescriptions. */
const ranks: readonly FormEdition['kind'][] = ['record', 'paper', 'certificate', 'prescription', 'local']

function inOrder(papers: readonly Paper[]): Paper[] {
  const key = (paper: Paper) => {
    const edition = formOfPaper(paper)
    return `${ranks.indexOf(edition?.kind ?? 'local')} ${formOf(paper)} ${paper.date ?? ''}`
  }
  return [...papers].sort((a, b) => key(a).localeCompare(key(b)))
}

const titleOf = (paper: Paper): string => paper.type?.text ?? formOf(paper) ?? ''

const archivedAt = (encounter: Encounter): string | undefined =>
  (encounter.extension ?? [])
    .filter((one) => one.url === ext.recordEvent)
    .map((one) => one.extension ?? [])
    .filter((parts) => parts.some((one) => one.url === 'state' && one.valueCode === 'archived'))
    .flatMap((parts) => parts.find((one) => one.url === 'at')?.valueDateTime ?? [])
    .at(-1)

function frontJob(visit: VisitSources, papers: readonly Paper[], at: Date): RenderJob {
  const { encounter } = visit
  const shared = sharedModel(visit, codeNames(), '', 'Hồ sơ bệnh án')
  const first = papers.find((paper) => formOfPaper(paper)?.kind === 'record')
  return {
    template: '_print/record.typ',
    data: {
      ...shared,
      documentTitle: `Hồ sơ bệnh án ${shared.record.number}`,
      recordForm: first ? { code: formOf(first) ?? '', title: titleOf(first) } : null,
      stay: {
        from: words.longTime(encounter.period?.start),
        to: words.longTime(encounter.period?.end),
        archived: words.day(archivedAt(encounter)),
      },
      papers: papers.map((paper) => ({
        form: formOf(paper) ?? '',
        title: titleOf(paper),
        date: words.time(paper.date) ?? '',
        state: lacking(paper) === null ? 'Đã ký' : 'Chưa đủ chữ ký',
      })),
    },
    at,
    standard: 'a-3b',
  }
}

/**
 * The whole record as one file: cover, contents, every paper in force, pages numbered through.
 * @param forms codes of forms, where only these are asked for
 */
export async function bindRecord(
  ctx: Context,
  encounterId: string,
  forms?: readonly string[],
): Promise<{ pdf: Buffer; visit: VisitSources; papers: readonly Paper[] }> {
  const visit = await readVisit(ctx, encounterId)
  const current = (await papersOf(ctx, encounterId)).filter((one) => one.status === 'current')
  const papers = inOrder(current.filter((one) => !forms || forms.includes(formOf(one) ?? '')))
  if (papers.length === 0)
    throw documentErrors.nothingToPrint({ form: forms?.join(', ') ?? 'hồ sơ', what: 'DocumentReference' })
  const parts = await Promise.all(
    papers.map(async (paper) => ({
      title: `${formOf(paper) ?? ''} ${titleOf(paper)}`,
      pdf: await ctx.blobs.get(blobOf(paper)),
    })),
  )
  const missing = papers.filter((paper) => lacking(paper) !== null).length
  const mark = await conversionMark(ctx, {
    address: recordAddress(ctx, encounterId),
    unsigned: missing > 0 ? `${missing} GIẤY TỜ CHƯA ĐỦ CHỮ KÝ` : null,
    numbered: true,
  })
  const { pdf } = await recordBinder().bind({
    front: frontJob(visit, papers, ctx.now()),
    frontTitle: 'Bìa và mục lục',
    parts,
    mark,
  })
  return { pdf, visit, papers }
}

/** Sends the whole record for printing or keeping; the audit names every paper in it. */
export async function printRecord(
  ctx: Context,
  reply: FastifyReply,
  asked: { readonly encounterId: string; readonly download: boolean },
): Promise<FastifyReply> {
  const { pdf, visit, papers } = await bindRecord(ctx, asked.encounterId)
  await writeAudit(ctx, {
    action: asked.download ? 'export' : 'print',
    outcome: 'success',
    patientId: visit.patient.id,
    entities: [
      `Encounter/${asked.encounterId}`,
      ...papers.map((paper) => `DocumentReference/${paper.id}/_history/${paper.meta?.versionId ?? '1'}`),
    ],
    detail: { kind: 'documents.record', papers: papers.length },
  })
  const number = visit.encounter.identifier?.find((one) => one.system === sid.record)?.value ?? asked.encounterId
  const name = plainFileName(`ho-so-${number}`, 'pdf')
  return reply
    .type('application/pdf')
    .header('content-disposition', `${asked.download ? 'attachment' : 'inline'}; filename="${name}"`)
    .header('cache-control', 'private, no-store')
    .send(pdf)
}

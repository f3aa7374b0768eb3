import type { FastifyReply } from 'fastify'
import { idOf } from '#fhir/encounter.ts'
import type { Context } from '#platform/context.ts'
import { plainFileName } from '#platform/http/plain-file-name.ts'
import { paperRenderer } from '#platform/typst/forms-folder.ts'
import { writeAudit } from '#store/audit.ts'
import { conversionMark } from './conversion-mark.ts'
import { isSigned } from './find-papers.ts'
import { paperAddress } from './paper-address.ts'
import { blobOf, formOf, type Paper } from './paper-resource.ts'
import { paperAt } from './send-pdf.ts'

/** Why a print is no print of a finished paper; null when it is one. */
export function lacking(paper: Paper): string | null {
  if (paper.status === 'entered-in-error') return 'GIẤY ĐÃ HỦY'
  if (paper.status === 'superseded') return 'BẢN ĐÃ ĐƯỢC THAY THẾ'
  return isSigned(paper) ? null : 'BẢN CHƯA ĐỦ CHỮ KÝ'
}

/**
 * Sends a copy of a paper for the printer. Its beginning is the kept file, byte for byte; behind it stands the mark of
 * conversion that every page carries on paper.
 */
export async function printPaper(
  ctx: Context,
  reply: FastifyReply,
  asked: { readonly id: string; readonly version?: number },
): Promise<FastifyReply> {
  const paper = await paperAt(ctx, asked.id, asked.version)
  const hash = blobOf(paper)
  const mark = await conversionMark(ctx, {
    address: paperAddress(ctx, paper.id),
    unsigned: lacking(paper),
    numbered: false,
  })
  const { pdf } = await paperRenderer().stamp({ pdf: await ctx.blobs.get(hash), mark })
  await writeAudit(ctx, {
    action: 'print',
    outcome: 'success',
    patientId: idOf(paper.subject),
    entities: [`DocumentReference/${paper.id}/_history/${paper.meta?.versionId ?? '1'}`],
    detail: { kind: 'documents.paper', sha256: hash },
  })
  const name = plainFileName(`${formOf(paper) ?? ''}-${paper.id.slice(0, 13)}-in`, 'pdf')
  return reply
    .type('application/pdf')
    .header('content-disposition', `inline; filename="${name}"`)
    .header('cache-control', 'private, no-store')
    .send(pdf)
}

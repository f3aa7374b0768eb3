import type { DocumentReference } from '@medplum/fhirtypes'
import type { FastifyReply } from 'fastify'
import { idOf } from '#fhir/encounter.ts'
import { noteShown, provenFile } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { plainFileName } from '#platform/http/plain-file-name.ts'
import { writeAudit } from '#store/audit.ts'
import { parseStored, readVersion } from '#store/read.ts'
import { documentErrors } from './errors.ts'
import { readPaper } from './find-papers.ts'
import { blobOf, formOf, type Paper } from './paper-resource.ts'

/** A paper as it was in one version, or as it is now. */
export async function paperAt(ctx: Context, id: string, version: number | undefined): Promise<Paper> {
  if (version === undefined) return readPaper(ctx, id)
  const paper = parseStored<DocumentReference>(await readVersion(ctx, 'DocumentReference', id, version))
  if (formOf(paper) === undefined) throw documentErrors.notPaper({ id })
  return { ...paper, id }
}

/** Sends the bytes of a paper as they are kept. Seeing and saving are audited before the answer. */
export async function sendPdf(
  ctx: Context,
  reply: FastifyReply,
  asked: {
    readonly id: string
    readonly version?: number
    readonly download: boolean
    /** In which its reader goes through papers to sign. */
    readonly batch?: string
  },
): Promise<FastifyReply> {
  const paper = await paperAt(ctx, asked.id, asked.version)
  const isFinal = paper.docStatus === 'final' || paper.docStatus === 'amended'
  // Who signs must see exactly what the paper names; what is final goes out with all its proofs.
  const hash = isFinal && asked.version === undefined ? await provenFile(ctx, blobOf(paper)) : blobOf(paper)
  const version = paper.meta?.versionId ?? '1'
  if (asked.batch && !asked.download)
    await noteShown(ctx, { batch: asked.batch, documentId: paper.id, sha256: hash })
  await writeAudit(ctx, {
    action: asked.download ? 'export' : 'view',
    outcome: 'success',
    patientId: idOf(paper.subject),
    entities: [`DocumentReference/${paper.id}/_history/${version}`],
    detail: { kind: 'documents.paper', sha256: hash },
  })
  const name = plainFileName(`${formOf(paper) ?? ''}-${paper.id.slice(0, 13)}`, 'pdf')
  return reply
    .type('application/pdf')
    .header('content-disposition', `${asked.download ? 'attachment' : 'inline'}; filename="${name}"`)
    .header('cache-control', 'private, no-store')
    .header('etag', `"${hash}"`)
    .send(await ctx.blobs.get(hash))
}

import { idOf } from '#fhir/encounter.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { listRecordVersions } from '#store/ledger/record-leaves.ts'
import { readMembers } from '../record-members.ts'
import { attachedFiles } from './history-files.ts'
import { withImages } from './images.ts'

/** A picture of a record by its hash: only what the record itself names, and not without a trace. */
export async function recordFile(
  ctx: Context,
  id: string,
  sha256: string,
): Promise<{ readonly type: string; readonly bytes: Buffer }> {
  const { encounter } = await readMembers(ctx, id)
  const patientId = idOf(encounter.subject) ?? ''
  const versions = await listRecordVersions(ctx, id, patientId)
  const naming = versions.filter(({ content }) => content?.includes(sha256))
  const { images } = withImages(await attachedFiles(ctx, naming, []), naming, {
    as: 'included',
    address: () => '',
  })
  const image = images.find((one) => one.sha256 === sha256)
  if (!image) throw commonErrors.notFound({ type: 'File', id: sha256 })
  await writeAudit(ctx, {
    action: 'export',
    outcome: 'success',
    patientId,
    entities: [`Encounter/${id}`],
    detail: { kind: 'record.file', sha256 },
  })
  return { type: image.type, bytes: await ctx.blobs.get(sha256) }
}

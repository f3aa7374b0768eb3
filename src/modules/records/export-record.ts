import { buildRecordArchive } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { numberOfRecord } from './encounter-record.ts'
import { readRecord } from './record-members.ts'

/**
 * One file with the whole record: signed papers, FHIR document, manifest of hashes. Exporting is another
 * right than reading and leaves its own trace.
 * @see Law on Medical Examination and Treatment 15/2023/QH15, article 69 (4)
 */
export async function exportRecord(
  ctx: Context,
  id: string,
): Promise<{ readonly name: string; readonly bytes: Uint8Array }> {
  const encounter = await readRecord(ctx, id)
  const bytes = await buildRecordArchive(ctx, id)
  const patientId = encounter.subject?.reference?.split('/')[1]
  await writeAudit(ctx, {
    action: 'export',
    outcome: 'success',
    patientId,
    entities: [`Encounter/${id}`],
    detail: { bytes: bytes.length },
  })
  return { name: `ho-so-${(numberOfRecord(encounter) ?? id).replace(/[^\w-]+/g, '-')}.zip`, bytes }
}

import { sql } from 'kysely'
import { commonErrors } from '#kernel/common-errors.ts'
import { findRecordState, personOf } from '#modules/records/index.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { writeAudit } from '#store/audit.ts'
import { inspectScan } from './inspect.ts'
import { putInLine } from './reading/pages.ts'

/** Takes a scan in: what cannot be read safely is refused, the rest waits to be indexed. */
export async function upload(
  ctx: Context,
  given: { readonly encounterId: string; readonly name: string; readonly body: unknown },
): Promise<{ id: string; pages: number }> {
  const { body, encounterId, name } = given
  if (!Buffer.isBuffer(body) || body.length === 0)
    throw commonErrors.invalid({ reason: 'send the file as application/octet-stream' })
  const record = await findRecordState(ctx, encounterId)
  const { medium, pages, pdf } = await inspectScan(body)
  const [original, clean] = [await ctx.blobs.put(body), await ctx.blobs.put(pdf)]
  const id = ctx.newId()
  await inTransaction(ctx, async (tx) => {
    await sql`
      insert into scan (facility, id, encounter_id, patient_id, name, medium, original, clean, pages, state, uploaded_by,
        uploaded_name, uploaded_at)
      values (${tx.facility}, ${id}, ${encounterId}, ${record.patientId}, ${name}, ${medium}, ${original}, ${clean},
        ${pages}, 'uploaded', ${personOf(tx)}, ${tx.actor.name}, ${tx.now()})`.execute(tx.db)
    await putInLine(tx, id)
    await noteScan(
      tx,
      { patient_id: record.patientId, encounter_id: encounterId },
      { id, step: 'uploaded', original },
    )
  })
  return { id, pages }
}

export async function noteScan(
  ctx: Context,
  of: { readonly patient_id: string; readonly encounter_id: string },
  detail: Readonly<Record<string, string | number>>,
): Promise<void> {
  await writeAudit(ctx, {
    action: 'digitise',
    outcome: 'success',
    patientId: of.patient_id,
    entities: [`Encounter/${of.encounter_id}`],
    detail: { kind: 'scan', ...detail },
  })
}

import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { commonErrors } from '#kernel/common-errors.ts'
import { findRecordState, personOf } from '#modules/records/index.ts'
import type { Context } from '#platform/context.ts'
import { earlierAnswer, runCommand } from '#platform/http/command.ts'
import { writeAudit } from '#store/audit.ts'
import { inspectScan } from './inspect.ts'
import { putInLine } from './reading/pages.ts'

interface Taken {
  readonly id: string
  readonly pages: number
}

/** Takes a scan in, once however often it is sent: what cannot be read safely is refused, the rest waits to be indexed. */
export async function upload(
  ctx: Context,
  commandId: string | undefined,
  given: { readonly encounterId: string; readonly name: string; readonly body: unknown },
): Promise<Taken> {
  const { body, encounterId, name } = given
  if (!Buffer.isBuffer(body) || body.length === 0)
    throw commonErrors.invalid({ reason: 'send the file as application/octet-stream' })
  const input = { scan: encounterId, name, sha256: createHash('sha256').update(body).digest('hex') }
  const answered = await earlierAnswer<Taken>(ctx, commandId, input)
  if (answered) return answered
  const record = await findRecordState(ctx, encounterId)
  const { medium, pages, pdf } = await inspectScan(body)
  const [original, clean] = [await ctx.blobs.put(body), await ctx.blobs.put(pdf)]
  return runCommand(ctx, commandId, input, async (tx) => {
    const id = tx.newId()
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
    return { id, pages }
  })
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

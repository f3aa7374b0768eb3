import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'

interface About {
  readonly patient_id: string
  readonly encounter_id: string
  readonly purpose: string
}

/** Every step of a request is an event of the ledger, under the name of the patient. */
export async function noteRequest(
  ctx: Context,
  action: 'request' | 'view' | 'export' | 'lend' | 'return',
  about: About,
  detail: Readonly<Record<string, string | number>>,
): Promise<void> {
  await writeAudit(ctx, {
    action,
    outcome: 'success',
    patientId: about.patient_id,
    entities: [`Encounter/${about.encounter_id}`],
    purpose: about.purpose,
    detail: { kind: 'record.request', ...detail },
  })
}

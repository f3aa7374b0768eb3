import { type Environment, Filling } from '#fhir/sdc/index.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { previewForm } from '#modules/documents/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { formOf } from '../editions.ts'
import { environmentOf } from '../environment.ts'
import type { Response } from '../fill.ts'
import { withQueries } from '../queries.ts'
import { populated } from '../start-fill.ts'
import type { TriedForm } from '../workshop-contract.ts'
import { readOwnForm } from './change-own-form.ts'
import { editionFrom } from './own-form.ts'

interface Tried {
  readonly response: Response
  readonly environment: Environment
  readonly filling: Filling
}

/** Whose chart was read to try which form is on the audit trail, though nothing is stored of the fill. */
async function noteTrial(ctx: Context, id: string, encounterId: string, environment: Environment): Promise<void> {
  await writeAudit(ctx, {
    action: 'read',
    outcome: 'success',
    patientId: (environment['patient'] as { id: string }).id,
    entities: [`Encounter/${encounterId}`, `Questionnaire/${id}`],
    purpose: 'form-trial',
    detail: { channel: 'workshop' },
  })
}

async function fillForOnce(ctx: Context, id: string, encounterId: string): Promise<Tried> {
  const edition = editionFrom(await readOwnForm(ctx, id))
  const form = formOf(edition)
  const environment = await withQueries(ctx, form, await environmentOf(ctx, encounterId))
  await noteTrial(ctx, id, encounterId, environment)
  const day = dayInVietnam(ctx.now())
  const response = await populated(ctx, { id: ctx.newId(), edition, form, day, encounterId, environment })
  return { response, environment, filling: new Filling(form, response, environment) }
}

/** A form as it would begin for a visit; nothing is stored. */
export async function tryForm(ctx: Context, id: string, encounterId: string): Promise<TriedForm> {
  const { environment, filling } = await fillForOnce(ctx, id, encounterId)
  return {
    response: filling.response(),
    environment: { ...environment },
    failures: [...filling.failures].map(([expression, reason]) => ({ expression, reason })),
  }
}

/** Its paper for a visit, marked as a draft. */
export async function previewOwnForm(ctx: Context, id: string, encounterId: string): Promise<Buffer> {
  const { response } = await fillForOnce(ctx, id, encounterId)
  return previewForm(ctx, editionFrom(await readOwnForm(ctx, id)), response)
}

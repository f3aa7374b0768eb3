import type { Consent, Resource } from '@medplum/fhirtypes'
import type { AppError } from '#kernel/app-error.ts'
import type { Context } from '#platform/context.ts'
import type { Guard, GuardedChange } from '#platform/guard.ts'
import { writeAudit } from '#store/audit.ts'
import { patientOf } from '#store/record-of.ts'
import { labelsLost, loosens } from './domain/loosens.ts'
import { accessErrors } from './errors.ts'
import { protectingLabels } from './policies.ts'
import { outside } from './refused.ts'

/**
 * What protects a patient is taken away by its own acts only: a label by the role that may with a reason, a refusal by the
 * patient or by two persons. Programs hand on what was decided where they come from.
 */
export const protectionGuard: Guard = {
  name: 'access-protection',
  types: '*',
  concerns: ({ actor }) => actor.kind === 'person',
  check: (ctx, change) => (change.before ? check(ctx, change.before, change) : undefined),
}

async function check(ctx: Context, before: Resource, { type, id, after, act }: GuardedChange): Promise<void> {
  if (act === 'access.loosen') return
  const merging = act === 'patient.merge'
  const lost = after && !merging ? labelsLost(before, after, protectingLabels) : []
  if (lost.length > 0) throw await denied(ctx, before, id, accessErrors.labelStays({ label: lost.join(', ') }))
  if (type === 'Consent' && loosens(before as Consent, after as Consent | undefined, merging))
    throw await denied(ctx, before, id, accessErrors.refusalStands())
}

async function denied(ctx: Context, before: Resource, id: string, error: AppError): Promise<AppError> {
  const type = before.resourceType
  await writeAudit(
    { ...ctx, db: outside(ctx) },
    {
      action: 'denied',
      outcome: 'refused',
      patientId: type === 'Patient' ? id : patientOf(ctx, type, before as unknown as Record<string, unknown>),
      entities: [`${type}/${id}`],
      detail: { verb: 'write', rule: error.code },
    },
  )
  return error
}

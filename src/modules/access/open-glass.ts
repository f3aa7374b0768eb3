import { sql } from 'kysely'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Asked } from '#platform/access.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { changeChannel } from '#store/notifications.ts'
import type { GlassBody } from './contract.ts'
import { accessErrors } from './errors.ts'
import { explain } from './explain.ts'
import { viewFor } from './view.ts'

const minute = 60_000

export function addressOf(resource: string, as?: string): Asked {
  const [type = '', id = ''] = resource.split('/')
  return { type, id, ...(as === undefined ? {} : { as }) }
}

/**
 * Opens the data of a patient to one person for a time, by the reason given. The journal has it in the same transaction,
 * those who review are told at once, the patient sees it. It opens what the rules leave to it, never more.
 */
export async function openGlass(
  ctx: Context,
  body: GlassBody,
): Promise<{ readonly id: string; readonly until: string }> {
  const asked = addressOf(body.resource, body.as)
  const told = await explain(ctx, viewFor(ctx), asked, 'read')
  if (!told?.patient) throw commonErrors.notFound({ type: asked.type, id: asked.id })
  if (told.allowed) throw accessErrors.notNeeded()
  if (!told.advice.some((acts) => acts.length === 1 && acts[0]?.act === 'tie' && acts[0].tie === 'glass'))
    throw accessErrors.glassShut()
  const id = ctx.newId()
  const since = ctx.now()
  const until = new Date(since.getTime() + body.minutes * minute)
  const rule = told.rules.map((one) => one.id).join(' ')
  await sql`
    insert into access_opening (facility, id, kind, patient_id, account, reason, purpose, opened_by, since, until, rule, of_department)
    values (${ctx.facility}, ${id}, 'glass', ${told.patient}, ${ctx.actor.id}, ${body.reason.trim()}, 'ETREAT', ${ctx.actor.id},
      ${since}, ${until}, ${rule}, ${await treatingDepartment(ctx, told.patient)})`.execute(ctx.db)
  await writeAudit(ctx, {
    action: 'break-glass',
    outcome: 'success',
    patientId: told.patient,
    entities: [body.resource],
    purpose: 'ETREAT',
    detail: { opening: id, reason: body.reason.trim(), minutes: body.minutes, rule: rule === '' ? 'none' : rule },
  })
  await tellReviewers(ctx, id)
  return { id, until: until.toISOString() }
}

/** The department of the stay, or of the latest visit: its head is told. */
export async function treatingDepartment(ctx: Context, patientId: string): Promise<string | null> {
  const { rows } = await sql<{ department: string }>`
    select department from stay where facility = ${ctx.facility} and patient_id = ${patientId}
    order by (status in ('in-progress', 'onleave')) desc, admitted_at desc limit 1`.execute(ctx.db)
  return rows[0]?.department ?? null
}

/** Open screens of those who review learn of it with the commit; which patient it is about they read themselves. */
export async function tellReviewers(ctx: Context, id: string): Promise<void> {
  const told = JSON.stringify({ facility: ctx.facility, changes: [['AuditEvent', id, 1, null]] })
  await sql`select pg_notify(${changeChannel}, ${told})`.execute(ctx.db)
}

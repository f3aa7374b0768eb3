import { sql } from 'kysely'
import { commonErrors } from '#kernel/common-errors.ts'
import { knownAccounts } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import type { GrantBody } from './contract.ts'
import { accessErrors } from './errors.ts'
import { explain } from './explain.ts'
import { addressOf, tellReviewers, treatingDepartment } from './open-glass.ts'
import { profileOf } from './profile.ts'
import { refused } from './refused.ts'
import { viewFor } from './view.ts'

const hour = 3_600_000

/**
 * Lets a colleague or a department see a patient for a time (article 69 (3), (4) b: with the consent of the hospital). Only
 * who may see the chart by the rules of care invites others to it: neither an emergency access nor an invitation is passed
 * on or made longer. A second person looks at it.
 */
export async function invite(ctx: Context, body: GrantBody): Promise<{ readonly id: string }> {
  const asked = { ...addressOf(body.resource), as: 'Chart' }
  const told = await explain(ctx, viewFor(ctx), asked, 'read', ['glass', 'grant'])
  if (!told?.patient) throw commonErrors.notFound({ type: asked.type, id: asked.id })
  if (!told.allowed) throw await refused(ctx, viewFor(ctx), asked, 'read')
  const account = await invited(ctx, body)
  await requireOthers(ctx, account, body.department)
  const id = ctx.newId()
  const since = ctx.now()
  const until = new Date(since.getTime() + body.hours * hour)
  await sql`
    insert into access_opening (facility, id, kind, patient_id, record, account, department, reason, purpose, opened_by, since, until, of_department)
    values (${ctx.facility}, ${id}, 'grant', ${told.patient}, ${told.record ?? null}, ${account ?? null}, ${body.department ?? null},
      ${body.reason.trim()}, 'TREAT', ${ctx.actor.id}, ${since}, ${until},
      ${await treatingDepartment(ctx, told.patient)})`.execute(ctx.db)
  await writeAudit(ctx, {
    action: 'access-grant',
    outcome: 'success',
    patientId: told.patient,
    entities: [body.resource],
    detail: { opening: id, to: account ?? body.department ?? '', reason: body.reason.trim(), hours: body.hours },
  })
  await tellReviewers(ctx, id)
  return { id }
}

async function requireOthers(ctx: Context, account: string | undefined, department: string | undefined) {
  const { departments } = await profileOf(ctx)
  if (account === ctx.actor.id || (department !== undefined && departments.includes(department)))
    throw accessErrors.ownInvitation()
}

async function invited(ctx: Context, { userName, department }: GrantBody): Promise<string | undefined> {
  if ((userName === undefined) === (department === undefined))
    throw commonErrors.invalid({ reason: 'either userName or department is needed' })
  if (userName === undefined) return undefined
  const [account] = await knownAccounts(ctx, { userNames: [userName] })
  if (!account) throw accessErrors.noAccount({ userName })
  return account.id
}

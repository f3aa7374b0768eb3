import type { Questionnaire } from '@medplum/fhirtypes'
import { canonicalJson } from '#fhir/json.ts'
import { type Context, requirePermission } from '#platform/context.ts'
import { shippedForms } from '#platform/forms/registry.ts'
import type { Guard, GuardedChange } from '#platform/guard.ts'
import { workshopErrors } from './errors.ts'
import { isOwn, stateOf, stepsOf } from './own-form.ts'

const prefix = 'urn:lanong:form'
const isForm = ({ url }: Questionnaire) => url?.startsWith(prefix) === true

/** What of a form in use never changes: all but its end and the steps that say who ended it. */
function frozen({ meta: _meta, status: _status, effectivePeriod, extension, ...rest }: Questionnaire): string {
  const kept = (extension ?? []).filter(({ url }) => url !== 'urn:lanong:ext:form-step')
  return canonicalJson({ ...rest, start: effectivePeriod?.start ?? '', kept })
}

function checkApproval(ctx: Context, before: Questionnaire | undefined, after: Questionnaire): void {
  if (!before || stateOf(before) !== 'proposed') throw workshopErrors.notProposed()
  requirePermission(ctx.actor, 'forms.approve')
  const proposed = stepsOf(before).findLast(({ step }) => step === 'proposed')
  const approved = stepsOf(after).at(-1)
  if (approved?.step !== 'approved' || approved.who !== ctx.actor.id || proposed?.who === ctx.actor.id)
    throw workshopErrors.samePerson()
  const { approvalDate: _day, ...rest } = after
  if (frozen(rest) !== frozen(before)) throw workshopErrors.fixed()
}

function checkForm(ctx: Context, { before, after, id }: GuardedChange): void {
  if (ctx.actor.kind === 'system') return
  const [old, fresh] = [before, after] as (Questionnaire | undefined)[]
  const about = fresh ?? old
  if (!about || !(isForm(about) || (old && isForm(old)))) return
  if (shippedForms().some((one) => id === `${one.form}-${one.validFrom}`)) throw workshopErrors.shipped()
  const inUse = old !== undefined && (old.status === 'active' || old.status === 'retired')
  if (inUse && (!fresh || frozen(old) !== frozen(fresh) || fresh.status === 'draft')) throw workshopErrors.fixed()
  if (!fresh) return
  requirePermission(ctx.actor, fresh.status === 'draft' ? 'forms.manage' : 'forms.approve')
  if (!isOwn(fresh)) throw workshopErrors.shipped()
  if (fresh.status === 'active' && !inUse) checkApproval(ctx, old, fresh)
  if (fresh.status === 'retired' && !inUse) throw workshopErrors.notActive()
}

/** Forms change by two persons, and never after that; from whatever channel the change comes. */
export const formsOfTwoPersons: Guard = {
  name: 'forms of two persons',
  types: ['Questionnaire'],
  check: checkForm,
}

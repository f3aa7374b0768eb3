import type { Questionnaire } from '@medplum/fhirtypes'
import { canonicalJson } from '#fhir/json.ts'
import { isSamePerson } from '#modules/identity/index.ts'
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

async function checkApproval(
  ctx: Context,
  before: Questionnaire | undefined,
  after: Questionnaire,
): Promise<void> {
  if (!before || stateOf(before) !== 'proposed') throw workshopErrors.notProposed()
  requirePermission(ctx.actor, 'forms.approve')
  const proposed = stepsOf(before).findLast(({ step }) => step === 'proposed')
  const approved = stepsOf(after).at(-1)
  if (approved?.step !== 'approved' || approved.who !== ctx.actor.id) throw workshopErrors.samePerson()
  if (proposed && (await isSamePerson(ctx, proposed.who))) throw workshopErrors.samePerson()
  const { approvalDate: _day, ...rest } = after
  if (frozen(rest) !== frozen(before)) throw workshopErrors.fixed()
}

const isInUse = (form: Questionnaire | undefined) => form?.status === 'active' || form?.status === 'retired'

async function checkForm(ctx: Context, { before, after, id }: GuardedChange): Promise<void> {
  if (ctx.actor.kind === 'system') return
  const [old, fresh] = [before, after] as (Questionnaire | undefined)[]
  if (![old, fresh].some((one) => one && isForm(one))) return
  if (shippedForms().some((one) => id === `${one.form}-${one.validFrom}`)) throw workshopErrors.shipped()
  if (old && isInUse(old)) checkInUse(old, fresh)
  if (fresh) await checkFresh(ctx, old, fresh)
}

/** A form in use is neither changed nor deleted, and never a draft again. */
function checkInUse(old: Questionnaire, fresh: Questionnaire | undefined): void {
  if (!fresh || frozen(old) !== frozen(fresh) || !isInUse(fresh)) throw workshopErrors.fixed()
}

/** Nobody proposes or approves in the name of another, and what was done stays. */
function checkSteps(ctx: Context, old: Questionnaire | undefined, fresh: Questionnaire): void {
  const before = old ? stepsOf(old) : []
  const after = stepsOf(fresh)
  const kept = canonicalJson(after.slice(0, before.length)) === canonicalJson(before)
  if (!kept || after.slice(before.length).some(({ who }) => who !== ctx.actor.id))
    throw workshopErrors.samePerson()
}

async function checkFresh(ctx: Context, old: Questionnaire | undefined, fresh: Questionnaire): Promise<void> {
  requirePermission(ctx.actor, fresh.status === 'draft' ? 'forms.manage' : 'forms.approve')
  if (!isOwn(fresh)) throw workshopErrors.shipped()
  checkSteps(ctx, old, fresh)
  if (!isInUse(fresh) || isInUse(old)) return
  if (fresh.status === 'retired') throw workshopErrors.notActive()
  await checkApproval(ctx, old, fresh)
}

/** Forms change by two persons, and never after that; from whatever channel the change comes. */
export const formsOfTwoPersons: Guard = {
  name: 'forms of two persons',
  types: ['Questionnaire'],
  check: checkForm,
}

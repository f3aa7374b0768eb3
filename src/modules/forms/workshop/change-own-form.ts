import type { Questionnaire } from '@medplum/fhirtypes'
import { dayInVietnam, instantInVietnam, isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import type { Context } from '#platform/context.ts'
import { commit } from '#store/commit.ts'
import { findResource } from '#store/read.ts'
import { editionsOf, findEdition } from '../editions.ts'
import type { MakeFormBody, OwnFormView, SaveFormBody } from '../workshop-contract.ts'
import { workshopErrors } from './errors.ts'
import { forgetOwnForms } from './find-own-forms.ts'
import {
  draftOf,
  editionFrom,
  type FormStep,
  isOwn,
  type OwnForm,
  settingsFrom,
  settingsOf,
  stateOf,
  withStep,
} from './own-form.ts'
import { faultsOf, ownFormView } from './own-form-view.ts'

export async function readOwnForm(ctx: Context, id: string): Promise<OwnForm> {
  const form = await findResource<OwnForm>(ctx, 'Questionnaire', id)
  if (!form || !isOwn(form)) throw workshopErrors.notOwn({ id })
  return form
}

async function readVersion(ctx: Context, id: string, version: number): Promise<OwnForm> {
  const form = await readOwnForm(ctx, id)
  const stored = Number(form.meta?.versionId)
  if (stored !== version) throw workshopErrors.changedMeanwhile({ version: stored })
  return form
}

async function write(ctx: Context, resource: OwnForm, before?: OwnForm): Promise<OwnFormView> {
  const ifVersion = Number(before?.meta?.versionId)
  const [written] = await commit<OwnForm>(ctx, [
    before ? { kind: 'update', resource, ifVersion } : { kind: 'create', resource, id: resource.id },
  ])
  forgetOwnForms(ctx)
  return ownFormView(ctx, written?.resource ?? resource)
}

const stepBy = (ctx: Context, step: FormStep['step'], reason?: string): FormStep => ({
  step,
  at: instantInVietnam(ctx.now()),
  who: ctx.actor.id,
  by: ctx.actor.name,
  ...(reason === undefined ? {} : { reason }),
})

const noQuestions: Questionnaire = { resourceType: 'Questionnaire', status: 'draft' }

/** Begins a form: empty, from one that is there, or from a plain FHIR Questionnaire. */
export async function makeForm(
  ctx: Context,
  { id, settings, from, questionnaire }: MakeFormBody,
): Promise<OwnFormView> {
  const source = from && (await findEdition(ctx, from.form, from.on ?? dayInVietnam(ctx.now())))
  const given = questionnaire as Questionnaire | undefined
  const questions = given ?? source?.questionnaire() ?? noQuestions
  const chosen = settings ?? (source ? settingsFrom(source) : given && settingsOf(given))
  if (!chosen) throw workshopErrors.nothing()
  return write(ctx, draftOf(id, questions, chosen))
}

export async function saveForm(ctx: Context, id: string, body: SaveFormBody): Promise<OwnFormView> {
  const before = await readVersion(ctx, id, body.version)
  if (stateOf(before) !== 'draft') throw workshopErrors.notDraft()
  return write(ctx, draftOf(id, body.questionnaire as unknown as Questionnaire, body.settings, before), before)
}

/** Puts a draft before the second person. */
export async function proposeForm(
  ctx: Context,
  id: string,
  { version, validFrom }: { readonly version: number; readonly validFrom: string },
): Promise<OwnFormView> {
  const before = await readVersion(ctx, id, version)
  if (stateOf(before) !== 'draft') throw workshopErrors.notDraft()
  if (!isDay(validFrom)) throw commonErrors.notADay({ value: validFrom })
  await refuseUnusable(ctx, before, validFrom)
  const dated = { ...before, version: validFrom, effectivePeriod: { start: validFrom } }
  return write(ctx, withStep(dated, stepBy(ctx, 'proposed')), before)
}

async function refuseUnusable(ctx: Context, form: OwnForm, validFrom: string): Promise<void> {
  const faults = faultsOf(form)
  if (faults.length > 0) throw workshopErrors.faulty({ count: faults.length }).with({ faults })
  if (validFrom < dayInVietnam(ctx.now())) throw workshopErrors.inThePast({ day: validFrom })
  const { form: key, code } = editionFrom(form)
  const editions = await editionsOf(ctx)
  if (editions.some((one) => one.form === key && one.validFrom === validFrom))
    throw workshopErrors.editionExists({ form: code, day: validFrom })
}

/** The second person's approval puts a form in use from its first day. */
export async function approveForm(ctx: Context, id: string, version: number): Promise<OwnFormView> {
  const before = await readVersion(ctx, id, version)
  if (stateOf(before) !== 'proposed') throw workshopErrors.notProposed()
  await refuseUnusable(ctx, before, before.version ?? '')
  const approvalDate = dayInVietnam(ctx.now())
  return write(ctx, withStep({ ...before, status: 'active', approvalDate }, stepBy(ctx, 'approved')), before)
}

/** Sends a proposed form back to who made it. */
export async function returnForm(ctx: Context, id: string, version: number, reason: string): Promise<OwnFormView> {
  const before = await readVersion(ctx, id, version)
  if (stateOf(before) !== 'proposed') throw workshopErrors.notProposed()
  const { version: _from, effectivePeriod: _period, ...rest } = before
  return write(ctx, withStep(rest, stepBy(ctx, 'returned', reason)), before)
}

/** Ends the use of a form today; what was filled in on it stays as it is. */
export async function retireForm(ctx: Context, id: string, version: number, reason: string): Promise<OwnFormView> {
  const before = await readVersion(ctx, id, version)
  if (stateOf(before) !== 'active') throw workshopErrors.notActive()
  const effectivePeriod = { ...before.effectivePeriod, end: dayInVietnam(ctx.now()) }
  return write(
    ctx,
    withStep({ ...before, status: 'retired', effectivePeriod }, stepBy(ctx, 'retired', reason)),
    before,
  )
}

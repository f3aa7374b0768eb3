import { assemble, type FormFault, readForm } from '#fhir/sdc/index.ts'
import { AppError } from '#kernel/app-error.ts'
import { present } from '#kernel/present.ts'
import { isSamePerson } from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { formKey } from '#platform/forms/edition.ts'
import { findPart } from '#platform/forms/registry.ts'
import { queryFaults } from '../queries.ts'
import type { OwnFormSummary, OwnFormView } from '../workshop-contract.ts'
import { type OwnForm, settingsOf, stateOf, stepsOf } from './own-form.ts'

/** What hinders the use of a form: parts that are not there, expressions that cannot be read, doubled linkIds. */
export function faultsOf(form: OwnForm): readonly FormFault[] {
  try {
    const assembled = assemble(form, findPart)
    return [...readForm(assembled).faults, ...queryFaults(assembled), ...nameFaults(form)]
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    return [{ linkId: undefined, reason: error.message }]
  }
}

function nameFaults({ item = [] }: OwnForm): readonly FormFault[] {
  if (item.length === 0) return [{ linkId: undefined, reason: 'the form has no questions' }]
  return item.flatMap(({ linkId }) =>
    /^[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/.test(linkId)
      ? []
      : [{ linkId, reason: 'a linkId is letters, digits, points and dashes' }],
  )
}

export function summaryOf(form: OwnForm): OwnFormSummary {
  const { code, title } = settingsOf(form)
  return {
    id: form.id,
    version: Number(form.meta?.versionId ?? 1),
    form: formKey(code),
    code,
    title,
    state: stateOf(form),
    changedAt: form.meta?.lastUpdated ?? '',
    ...present({ validFrom: form.version }),
  }
}

export async function ownFormView(ctx: Context, form: OwnForm): Promise<OwnFormView> {
  const proposed = stepsOf(form).findLast(({ step }) => step === 'proposed')
  return {
    ...summaryOf(form),
    settings: settingsOf(form),
    questionnaire: form,
    faults: faultsOf(form).map(({ linkId, reason }) => ({ reason, ...present({ linkId }) })),
    mine: proposed !== undefined && (await isSamePerson(ctx, proposed.who)),
    steps: stepsOf(form).map(({ who: _who, ...step }) => step),
  }
}

import { readFileSync } from 'node:fs'
import type { Encounter, Patient } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { completedYears, dayInVietnam, isDay } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import { readResource } from '#store/read.ts'
import type { FormSummary, FormView } from './contract.ts'
import { type Suitability, suits, type VisitKind } from './domain/suits.ts'
import { editionsOf, findEdition, formOf } from './editions.ts'

const file = new URL('../../../data/rules/form-suitability.json', import.meta.url)
const { rules } = JSON.parse(readFileSync(file, 'utf8')) as { rules: readonly Suitability[] }

async function visitKind(ctx: Context, encounterId: string): Promise<VisitKind> {
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  const patient = await readResource<Patient>(ctx, 'Patient', idOf(encounter.subject))
  const on = dayInVietnam(encounter.period?.start ? new Date(encounter.period.start) : ctx.now())
  const born = patient.birthDate
  return present({
    class: encounter.class?.code ?? '',
    gender: patient.gender,
    years: born?.length === 10 ? completedYears(born, on) : undefined,
    specialty: encounter.serviceType?.coding?.[0]?.code,
  })
}

interface FormsAsked {
  readonly on?: string | undefined
  readonly kind?: FormEdition['kind'] | undefined
  readonly encounter?: string | undefined
}

/** Forms that hold on a day and can be filled in; those that suit the visit first. */
export async function listForms(ctx: Context, asked: FormsAsked): Promise<readonly FormSummary[]> {
  const day = asked.on ?? dayInVietnam(ctx.now())
  if (!isDay(day)) throw commonErrors.notADay({ value: day })
  const visit = asked.encounter === undefined ? undefined : await visitKind(ctx, asked.encounter)
  const holding = new Map<string, FormEdition>()
  for (const one of await editionsOf(ctx))
    if (one.validFrom <= day && (one.validTo === undefined || day <= one.validTo)) holding.set(one.form, one)
  const found = [...holding.values()]
    .filter((one) => (asked.kind === undefined || one.kind === asked.kind) && one.isFilled)
    .map((one) => summaryOf(one, visit && suits(rules, one.code, visit)))
  return visit ? found.sort((a, b) => Number(b.suits ?? false) - Number(a.suits ?? false)) : found
}

function summaryOf(one: FormEdition, fits: boolean | undefined): FormSummary {
  const { form, code, kind, validFrom, verified, source, own } = one
  const summary = {
    form,
    code,
    title: one.title.vi,
    titleEn: one.title.en,
    kind,
    validFrom,
    verified,
    source,
    own,
  }
  return { ...summary, ...present({ validTo: one.validTo, suits: fits }) }
}

/** A form as screens fill it in, on the day of the event. */
export async function readFormView(ctx: Context, form: string, on: string | undefined): Promise<FormView> {
  const day = on ?? dayInVietnam(ctx.now())
  if (!isDay(day)) throw commonErrors.notADay({ value: day })
  return viewOf(await findEdition(ctx, form, day))
}

export function viewOf(edition: FormEdition): FormView {
  const { form, code, toPatient, source, verified } = edition
  return {
    form,
    code,
    questionnaire: formOf(edition).questionnaire,
    slots: edition.slots.map(({ note, ...slot }) => ({ ...slot, ...(note === undefined ? {} : { note }) })),
    toPatient,
    source,
    verified,
  }
}

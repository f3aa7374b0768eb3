import type { Observation, QuestionnaireResponse, QuestionnaireResponseItem } from '@medplum/fhirtypes'
import { allergyNames, allergyStatus, noAllergyText } from '#fhir/allergy.ts'
import { numberOf } from '#fhir/decimal.ts'
import type { Context } from '#platform/context.ts'
import { formOn } from '#platform/forms/registry.ts'
import { searchResources } from '#store/search.ts'
import { documentErrors } from '../errors.ts'
import { codeNames } from './code-names.ts'
import type { PaperModel } from './paper-model.ts'
import { sharedModel } from './shared-model.ts'
import { readVisit, readVitals, staffName, type VisitSources } from './sources.ts'
import * as words from './words.ts'

const formUrl = 'urn:lanong:form:15-BV1'

/** Answers by linkId, whatever groups they stand in. */
function answersOf(
  items: readonly QuestionnaireResponseItem[] | undefined,
  into = new Map<string, string>(),
): Map<string, string> {
  for (const item of items ?? []) {
    const answer = item.answer?.[0]
    const value = answer?.valueString ?? answer?.valueDate ?? lexeme(answer?.valueInteger ?? answer?.valueDecimal)
    if (value !== undefined) into.set(item.linkId ?? '', value)
    answersOf(item.item, into)
  }
  return into
}

const lexeme = (value: unknown): string | undefined => words.number(value) ?? undefined

/** The newest value of a vital sign, by LOINC code, also inside a panel. */
function vital(observations: readonly Observation[], code: string): string | null {
  const is = (concept: Observation['code'] | undefined) => concept?.coding?.some((one) => one.code === code)
  for (const one of observations) {
    if (is(one.code) && one.valueQuantity) return words.number(one.valueQuantity.value)
    const part = one.component?.find((component) => is(component.code))
    if (part?.valueQuantity) return words.number(part.valueQuantity.value)
  }
  return null
}

function vitalsModel(observations: readonly Observation[]) {
  const of = (code: string) => vital(observations, code)
  const pressure = [of('8480-6'), of('8462-4')]
  const plain = (code: string) => numberOf(Number(of(code)?.replace(',', '.') ?? Number.NaN))
  const [kg, cm] = [plain('29463-7'), plain('8302-2')]
  const computed = kg && cm ? words.rounded(kg / (cm / 100) ** 2) : null
  return {
    pulse: of('8867-4'),
    temperature: of('8310-5'),
    pressure: pressure.every(Boolean) ? pressure.join('/') : null,
    respiration: of('9279-1'),
    saturation: of('59408-5') ?? of('2708-6'),
    weight: of('29463-7'),
    height: of('8302-2'),
    bmi: of('39156-5') ?? computed,
  }
}

/** Why nothing is named is said: none is known, or nobody asked. */
function allergiesText({ allergies }: VisitSources): string {
  const texts = { known: allergyNames(allergies).join('; '), none: noAllergyText, unasked: 'Chưa hỏi' }
  return texts[allergyStatus(allergies)]
}

function visitModel({ encounter }: VisitSources) {
  const start = words.day(encounter.period?.start)
  const end = words.day(encounter.period?.end)
  return {
    arrived: words.longTime(encounter.period?.start),
    referralDiagnosis: null,
    treatment: start && (end ? `từ ngày ${start} đến ngày ${end}` : `từ ngày ${start}`),
  }
}

function answersModel(answers: ReadonlyMap<string, string>, sources: VisitSources) {
  const of = (id: string) => words.text(answers.get(id))
  return {
    reason: of('reason') ?? words.text(sources.encounter.reasonCode?.[0]?.text),
    history: of('history'),
    ownHistory: of('ownHistory'),
    familyHistory: of('familyHistory'),
    general: of('general'),
    organs: of('organs'),
    labSummary: of('labSummary'),
    treatment: of('treatment'),
    course: of('summary.course'),
    results: of('summary.results'),
    method: of('summary.method'),
    state: of('summary.state'),
    plan: of('summary.plan'),
    advice: of('advice'),
    reexamDay: words.day(answers.get('reexamDate')),
  }
}

/** 15/BV1, the outpatient record of a visit. */
export async function outpatientRecord(ctx: Context, encounterId: string): Promise<PaperModel> {
  const encounter = `Encounter/${encounterId}`
  const [sources, observations, responses] = await Promise.all([
    readVisit(ctx, encounterId),
    readVitals(ctx, encounterId),
    searchResources<QuestionnaireResponse>(ctx, 'QuestionnaireResponse', { encounter }),
  ])
  const response = responses.find(
    (one) => one.questionnaire?.startsWith(formUrl) && one.status !== 'entered-in-error',
  )
  if (!response) throw documentErrors.nothingToPrint({ form: '15/BV1', what: 'QuestionnaireResponse' })
  const doctor = response.author ?? sources.encounter.participant?.[0]?.individual
  const data = {
    ...sharedModel(sources, codeNames(), '15/BV1', 'Bệnh án ngoại trú chung'),
    visit: visitModel(sources),
    answers: answersModel(answersOf(response.item), sources),
    allergies: allergiesText(sources),
    vitals: vitalsModel(observations),
    signers: { doctor: await staffName(ctx, doctor) },
    day: words.dayParts(response.authored ?? response.meta?.lastUpdated ?? ctx.now().toISOString()),
  }
  const edition = formOn('15/BV1', (sources.encounter.period?.start ?? '').slice(0, 10))
  return {
    data,
    visit: sources,
    about: encounter,
    edition,
    template: edition.template,
    related: [response, ...observations],
    signers: { doctor },
  }
}

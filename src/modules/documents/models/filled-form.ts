import type { QuestionnaireResponse, Reference } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { ext } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import { readResource } from '#store/read.ts'
import { documentErrors } from '../errors.ts'
import { codeNames } from './code-names.ts'
import { formData } from './form-data.ts'
import type { PaperModel } from './paper-model.ts'
import { sharedModel } from './shared-model.ts'
import { readVisit, staffName, type VisitSources } from './sources.ts'

const statutory = '_print/statutory.typ'
/** Papers whose own template prints the chart, not a filled form. */
const chartPapers: ReadonlySet<string> = new Set(['15/BV1', '16/BV2', 'TT26'])

/** Roles of places that the writer of the form signs. */
const writers = new Set([
  'doctor',
  'surgeon',
  'nurse',
  'midwife',
  'doctor-or-midwife',
  'health-worker',
  'anaesthetist',
  'radiologist',
])

/** The persons whom the fill itself names for places of its paper. */
function namedSigners({ extension = [] }: QuestionnaireResponse): Record<string, Reference> {
  return Object.fromEntries(
    extension.flatMap((one) => {
      const part = (name: string) => one.extension?.find(({ url }) => url === name)
      const [place, person] = [part('place')?.valueCode, part('person')?.valueReference]
      return one.url === ext.signaturePlace && place && person ? [[place, person] as const] : []
    }),
  )
}

/** Who is expected in each place: whom the fill names, whoever wrote it in the first place of a writer; the others are open. */
function signersOf(edition: FormEdition, response: QuestionnaireResponse): Record<string, Reference | undefined> {
  const { author } = response
  const first = edition.slots.find((slot) => writers.has(slot.role))
  const writer = first && author?.reference?.startsWith('Practitioner/') ? { [first.id]: author } : {}
  return { ...writer, ...namedSigners(response) }
}

export interface FilledForm {
  readonly edition: FormEdition
  readonly response: QuestionnaireResponse
}

/** A filled form as a paper: every field of its Questionnaire, empty ones too. */
export async function filledFormModel(ctx: Context, filled: FilledForm): Promise<PaperModel> {
  const { edition, response } = filled
  const questionnaire = edition.questionnaire()
  const encounterId = idOf(response.encounter)
  if (!questionnaire) throw documentErrors.nothingToPrint({ form: edition.code, what: 'Questionnaire' })
  const visit: VisitSources = await readVisit(ctx, encounterId)
  const shared = sharedModel(visit, codeNames(), edition.code, edition.title.vi)
  const signers = signersOf(edition, response)
  const names = new Map<string, string | null>()
  for (const [slot, who] of Object.entries(signers)) names.set(slot, await staffName(ctx, who))
  for (const { id, role } of edition.slots) if (role === 'seal') names.set(id, shared.facility.name)
  const data = formData({ edition, questionnaire, response }, shared, names)
  return {
    data,
    edition,
    template: chartPapers.has(edition.code) ? statutory : edition.template,
    visit,
    about: `QuestionnaireResponse/${response.id}`,
    related: [response],
    signers,
  }
}

/** Reads a filled form by its reference. */
export function readFill(ctx: Context, reference: string): Promise<QuestionnaireResponse> {
  return readResource<QuestionnaireResponse & { id: string }>(ctx, 'QuestionnaireResponse', idOf({ reference }))
}

import type { DocumentReference, Encounter } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import type { Environment } from '#fhir/sdc/index.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import { auditView } from '#store/audit.ts'
import { readResource } from '#store/read.ts'
import { refuseLocked } from '#store/record-state.ts'
import { searchResources } from '#store/search.ts'
import { withAllergiesNow } from './allergies-now.ts'
import type { FillList, FillSummary, FillView } from './contract.ts'
import { fillsOfPatient } from './earlier-fills.ts'
import { editionOfResponse, formOf } from './editions.ts'
import { environmentOf, withoutOwn } from './environment.ts'
import { dayOf, type Fill, isExam, notesOf, type Response, statusOf } from './fill.ts'
import { withQueries } from './queries.ts'

/** Whether answers can still be written: the fill is open, and so is its record. */
function isEditable({ response }: Fill, encounter: Encounter): boolean {
  if (response.status !== 'in-progress' || isExam(response)) return false
  try {
    refuseLocked(encounter)
    return true
  } catch {
    return false
  }
}

function summaryOf(response: Response, edition: FormEdition, papers: readonly DocumentReference[]): FillSummary {
  const about = isExam(response) ? response.encounter?.reference : `QuestionnaireResponse/${response.id}`
  const paper = papers.find((one) => one.context?.related?.[0]?.reference === about)
  return {
    id: response.id,
    version: Number(response.meta?.versionId ?? 1),
    form: edition.form,
    code: edition.code,
    title: edition.title.vi,
    titleEn: edition.title.en,
    status: statusOf(response),
    savedAt: response.meta?.lastUpdated ?? '',
    ...present({
      savedBy: response.author?.display,
      paper: paper?.id ? { id: paper.id, state: paper.docStatus ?? paper.status } : undefined,
    }),
  }
}

function papersOf(ctx: Context, encounterId: string): Promise<DocumentReference[]> {
  return searchResources<DocumentReference>(ctx, 'DocumentReference', {
    encounter: `Encounter/${encounterId}`,
    status: 'current',
    _count: '200',
  })
}

/** Forms of a visit, the newest first. */
export async function listFills(ctx: Context, encounterId: string): Promise<FillList> {
  const [encounter, responses, papers] = await Promise.all([
    readResource<Encounter>(ctx, 'Encounter', encounterId),
    searchResources<Response>(ctx, 'QuestionnaireResponse', {
      encounter: `Encounter/${encounterId}`,
      _sort: '-authored',
      _count: '300',
    }),
    papersOf(ctx, encounterId),
  ])
  const found = await Promise.all(
    responses.map(async (response) => ({ response, edition: await editionOfResponse(ctx, response) })),
  )
  const patientId = idOf(encounter.subject)
  await auditView(ctx, {
    patientId,
    kind: 'fills',
    entities: [`Encounter/${encounterId}`],
  })
  const fills = found.flatMap(({ response, edition }) => (edition ? [summaryOf(response, edition, papers)] : []))
  return { patientId, stay: encounter.class?.code === 'IMP', fills }
}

/** A fill with what its screen needs at once. */
export async function fillView(ctx: Context, fill: Fill, known?: Environment): Promise<FillView> {
  const { response, edition } = fill
  const encounterId = idOf(response.encounter)
  const patientId = idOf(response.subject)
  const all = known ?? (await withQueries(ctx, formOf(edition), await environmentOf(ctx, encounterId)))
  const environment = withoutOwn(all, response)
  const [papers, others] = await Promise.all([
    papersOf(ctx, encounterId),
    fillsOfPatient(ctx, patientId, response.id),
  ])
  const sameForm = `urn:lanong:form:${edition.form}|`
  const previous = others.find((one) => one.questionnaire?.startsWith(sameForm))
  await auditView(ctx, { patientId, kind: 'fill', entities: [`QuestionnaireResponse/${response.id}`] })
  const editable = isEditable(fill, environment['encounter'] as Encounter)
  return {
    ...summaryOf(response, edition, papers),
    encounterId,
    patientId,
    on: dayOf(response),
    response: editable ? withAllergiesNow(formOf(edition), response, environment) : response,
    environment: { ...environment },
    editable,
    notes: [...notesOf(response)],
    ...(previous ? { previous: { id: previous.id, date: previous.authored ?? '' } } : {}),
  }
}

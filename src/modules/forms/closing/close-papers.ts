import type { Encounter } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { canonicalJson } from '#fhir/json.ts'
import { extensionValue, type FormItem, fillOpen, followChart, sdcUrl } from '#fhir/sdc/index.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { endingForms, readLacks } from '#modules/records/index.ts'
import { officesOf } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import { formKey } from '#platform/forms/edition.ts'
import { readResource } from '#store/read.ts'
import { refuseLocked } from '#store/record-state.ts'
import { searchResources } from '#store/search.ts'
import type { ClosingView } from '../contract.ts'
import { editionOfResponse, formOf } from '../editions.ts'
import { environmentOf } from '../environment.ts'
import { authorOf, dayOf, type Fill, isExam, type Response, readFill } from '../fill.ts'
import { listFills } from '../fill-view.ts'
import { withQueries } from '../queries.ts'
import { populated, startFill } from '../start-fill.ts'
import { writeFill } from '../write-fill.ts'

const atEnd = {
  facts: /./,
  only: ({ raw }: FormItem) => extensionValue(raw, sdcUrl.toldAtEnd) === true,
  carried: () => false,
}

/** The same fill with what is known by now: open questions answered, and those that tell the end told anew. */
async function toldNow(ctx: Context, fill: Fill): Promise<void> {
  const { response, edition } = fill
  const form = formOf(edition)
  const encounterId = idOf(response.encounter)
  const environment = await withQueries(ctx, form, await environmentOf(ctx, encounterId))
  const starting = { id: response.id, edition, form, day: dayOf(response), encounterId, environment }
  const known = await populated(ctx, starting)
  const open = fillOpen(form, response, known, environment)
  const told = followChart(form, open, environment, atEnd) as Response
  if (canonicalJson(told.item ?? []) === canonicalJson(response.item ?? [])) return
  const resource = { ...told, authored: instantInVietnam(ctx.now()), author: authorOf(ctx) }
  await writeFill(ctx, fill, { resource, act: 'fill.save' })
}

async function openFills(ctx: Context, encounterId: string): Promise<readonly Response[]> {
  const found = await searchResources<Response>(ctx, 'QuestionnaireResponse', {
    encounter: `Encounter/${encounterId}`,
    status: 'in-progress',
    _sort: 'authored',
    _count: '100',
  })
  return found.filter((one) => !isExam(one))
}

/**
 * Makes a stay's papers ready to be finished: those that the way of ending asks for are begun, and every open one is told what
 * is known by now. The record of the department comes first, because the others say what it says.
 */
export async function prepareClosing(ctx: Context, encounterId: string): Promise<ClosingView> {
  refuseLocked(await readResource<Encounter>(ctx, 'Encounter', encounterId))
  const offices = await officesOf(ctx)
  for (const { id } of await openFills(ctx, encounterId)) {
    const fill = await readFill(ctx, id)
    if (isMine(offices, fill.edition)) await toldNow(ctx, fill)
  }
  for (const code of await endingForms(ctx, encounterId))
    await startFill(ctx, { id: ctx.newId(), form: formKey(code), encounterId })
  return readClosing(ctx, encounterId)
}

/** Who confirms or seals writes nothing. */
const writesNothing = new Set(['patient', 'witness', 'seal'])

/** Offices of meetings: their minutes are finished with the meeting. */
const meeting = new Set(['chairman', 'secretary', 'member'])

/** The first place of the form that a member of staff signs is one that the acting person holds. */
function isMine(offices: ReadonlySet<string>, { slots }: FormEdition): boolean {
  const places = slots.filter(({ role }) => !writesNothing.has(role))
  const first = Math.min(...places.map(({ order }) => order))
  return places.some(({ role, order }) => order === first && offices.has(role) && !meeting.has(role))
}

/** Forms of a stay that are still open, whose they are, and what its record lacks. */
export async function readClosing(ctx: Context, encounterId: string): Promise<ClosingView> {
  const [{ patientId, fills }, open, lacks, missing, offices] = await Promise.all([
    listFills(ctx, encounterId),
    openFills(ctx, encounterId),
    endingForms(ctx, encounterId),
    readLacks(ctx, encounterId),
    officesOf(ctx),
  ])
  const editions = new Map(
    await Promise.all(open.map(async (one) => [one.id, await editionOfResponse(ctx, one)] as const)),
  )
  return {
    patientId,
    open: fills
      .filter(({ status, id }) => status === 'in-progress' && editions.has(id))
      .map((fill) => {
        const edition = editions.get(fill.id)
        return { ...fill, kind: edition?.kind ?? '', mine: edition !== undefined && isMine(offices, edition) }
      })
      .sort((a, b) => Number(b.kind === 'record') - Number(a.kind === 'record') || a.code.localeCompare(b.code)),
    toBegin: [...lacks],
    missing: missing.map(({ text, name, who }) => ({ text, name, ...(who ? { who } : {}) })),
  }
}

import type { Encounter } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { canonicalJson } from '#fhir/json.ts'
import { cleanResponse, Filling, problemsOf } from '#fhir/sdc/index.ts'
import { ext } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import { refuseLocked } from '#store/record-state.ts'
import type { SavedFill, SaveFillBody } from './contract.ts'
import { formOf } from './editions.ts'
import { fillErrors } from './errors.ts'
import { authorOf, type Fill, isExam, type Response, readFill } from './fill.ts'
import { refuseProblems } from './issues.ts'
import { withPictures } from './pictures.ts'
import { keepMarks } from './rows/keep-marks.ts'
import { changedMeanwhile, writeFill } from './write-fill.ts'

/** A fill that can still be written. */
export async function readOpenFill(ctx: Context, id: string): Promise<Fill> {
  const fill = await readFill(ctx, id)
  const { response } = fill
  refuseLocked(await readResource<Encounter>(ctx, 'Encounter', idOf(response.encounter)))
  if (isExam(response)) throw fillErrors.examForm()
  if (response.status === 'entered-in-error') throw fillErrors.cancelled()
  if (response.status !== 'in-progress') throw fillErrors.closed()
  return fill
}

/** Refuses what was written on an older version, telling the newer one and the answers that differ. */
export function refuseOlder(fill: Fill, { version, response }: SaveFillBody): void {
  if (version !== fill.version) throw changedMeanwhile(fill, response as Partial<Response>)
}

/** The answers that were sent, cleaned and in the order of the form; refuses what has no place in it. */
export function acceptedAnswers(ctx: Context, { response, edition }: Fill, body: SaveFillBody): Response {
  const { item } = cleanResponse(body.response as unknown as Response)
  const { item: _item, ...rest } = response
  const sent = keepMarks(ctx, formOf(edition), response, { ...rest, ...(item ? { item } : {}) })
  const filling = new Filling(formOf(edition), sent, {}, { frozen: true })
  refuseProblems(ctx, problemsOf(filling, { complete: false }))
  return withPictures(formOf(edition), filling.response() as Response)
}

/** Who signs which place of the paper: practitioner by place. */
export type Signers = Readonly<Record<string, string>>

/** The fill with the persons whom its paper will wait for, where the writer knows them. */
function withSigners(response: Response, signers: Signers): Response {
  const places = Object.entries(signers).map(([place, practitionerId]) => ({
    url: ext.signaturePlace,
    extension: [
      { url: 'place', valueCode: place },
      { url: 'person', valueReference: { reference: `Practitioner/${practitionerId}` } },
    ],
  }))
  const others = (response.extension ?? []).filter(({ url }) => url !== ext.signaturePlace)
  return { ...response, extension: [...others, ...places] }
}

/** Keeps the answers as they stand on the screen. */
export async function saveFill(
  ctx: Context,
  id: string,
  body: SaveFillBody,
  signers?: Signers,
): Promise<SavedFill> {
  const fill = await readOpenFill(ctx, id)
  refuseOlder(fill, body)
  const answers = acceptedAnswers(ctx, fill, body)
  const accepted = signers ? withSigners(answers, signers) : answers
  if (isSame(accepted, fill.response))
    return { version: fill.version, savedAt: fill.response.meta?.lastUpdated ?? '' }
  const resource = { ...accepted, authored: instantInVietnam(ctx.now()), author: authorOf(ctx) }
  const { version, recordedAt } = await writeFill(ctx, fill, { resource, act: 'fill.save' })
  return { version, savedAt: recordedAt.toISOString() }
}

const isSame = (one: Response, other: Response): boolean =>
  [one.item, one.extension].every(
    (part, at) => canonicalJson(part ?? []) === canonicalJson([other.item, other.extension][at] ?? []),
  )

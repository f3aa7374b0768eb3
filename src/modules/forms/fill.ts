import type { Extension, QuestionnaireResponse } from '@medplum/fhirtypes'
import { cleanText } from '#fhir/sdc/index.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import { findResource } from '#store/read.ts'
import { editionOfResponse } from './editions.ts'
import { fillErrors } from './errors.ts'

export type Response = QuestionnaireResponse & { id: string }

/** Extensions of a fill; see the README of the module. */
export const fillExt = {
  /** valueDate: day of the event, by which the edition was chosen. */
  day: 'urn:lanong:ext:form-day',
  /** Amended or cancelled: parts `kind`, `at`, `who`, `reason`. */
  note: 'urn:lanong:ext:fill-note',
  /** valueReference: a resource of the chart that this fill says. */
  extracted: 'urn:lanong:ext:extracted',
} as const

export interface Fill {
  readonly response: Response
  readonly edition: FormEdition
  readonly version: number
}

/** The examination of module exam is a response too, and has its own screen. */
export const isExam = ({ id }: { readonly id?: string | undefined }): boolean => id?.startsWith('exam-') === true

export async function readFill(ctx: Context, id: string): Promise<Fill> {
  const response = await findResource<Response>(ctx, 'QuestionnaireResponse', id)
  const edition = response && (await editionOfResponse(ctx, response))
  if (!response || !edition) throw fillErrors.notFill({ id })
  return { response, edition, version: Number(response.meta?.versionId ?? 1) }
}

export type FillStatus = 'in-progress' | 'completed' | 'amended' | 'entered-in-error'

export function statusOf({ status }: QuestionnaireResponse): FillStatus {
  return status === 'stopped' ? 'in-progress' : status
}

export function dayOf(response: QuestionnaireResponse): string {
  const said = response.extension?.find(({ url }) => url === fillExt.day)?.valueDate
  return said ?? (response.authored ?? '').slice(0, 10)
}

export interface FillNote {
  readonly kind: 'amend' | 'cancel'
  readonly at: string
  readonly by: string
  readonly reason: string
}

export function notesOf(response: QuestionnaireResponse): readonly FillNote[] {
  return (response.extension ?? [])
    .filter(({ url }) => url === fillExt.note)
    .map(({ extension }) => {
      const part = (url: string) => extension?.find((one) => one.url === url)
      return {
        kind: part('kind')?.valueCode === 'cancel' ? 'cancel' : 'amend',
        at: part('at')?.valueDateTime ?? '',
        by: part('who')?.valueReference?.display ?? '',
        reason: part('reason')?.valueString ?? '',
      }
    })
}

/** A reason as it is kept: composed, on one line, without characters that no paper holds. */
export function cleanReason(reason: string): string {
  const cleaned = cleanText(reason, false).trim()
  if (cleaned.length < 3) throw fillErrors.reasonMissing()
  return cleaned
}

export function noteExtension(ctx: Context, kind: FillNote['kind'], reason: string): Extension {
  return {
    url: fillExt.note,
    extension: [
      { url: 'kind', valueCode: kind },
      { url: 'at', valueDateTime: instantInVietnam(ctx.now()) },
      { url: 'who', valueReference: authorOf(ctx) },
      { url: 'reason', valueString: reason },
    ],
  }
}

/** Who acts, as responses and resources name them. */
export function authorOf(ctx: Context): { reference?: string; display: string } {
  const { practitionerId, name } = ctx.actor
  return practitionerId ? { reference: `Practitioner/${practitionerId}`, display: name } : { display: name }
}

/** References of what the fill says in the chart. */
export function extractedBy(response: QuestionnaireResponse): readonly string[] {
  return (response.extension ?? [])
    .filter(({ url }) => url === fillExt.extracted)
    .flatMap((one) => one.valueReference?.reference ?? [])
}

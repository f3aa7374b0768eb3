import type { DocumentReference, Reference } from '@medplum/fhirtypes'
import { cs, ext, sid } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import type { FormEdition } from '#platform/forms/edition.ts'
import type { PaperModel } from './models/paper-model.ts'

export type Paper = DocumentReference & { id: string }

const blobPrefix = 'urn:lanong:blob:'

/** SHA-256 (hex) of the bytes of a paper. */
export function blobOf(paper: DocumentReference): string {
  return paper.content?.[0]?.attachment?.url?.slice(blobPrefix.length) ?? ''
}

/** Code of the form as printed; undefined for a document that is no paper of ours. */
export function formOf(paper: DocumentReference): string | undefined {
  return paper.type?.coding?.find((one) => one.system === cs.form)?.code
}

const isReference = (about: string) => /^[A-Z]\w+\//.test(about)

function aboutReference(about: string): Reference {
  return isReference(about) ? { reference: about } : { identifier: { system: sid.prescription, value: about } }
}

/** What a paper is about: a reference, or the code of a prescription. */
export function aboutOf(paper: DocumentReference): string | undefined {
  const related = paper.context?.related?.[0]
  return related?.reference ?? related?.identifier?.value
}

export interface PaperContent {
  readonly hash: string
  readonly size: number
}

export interface Correction {
  readonly of: Paper
  readonly reason: string
}

/** The places of a paper as it names them itself. */
export const placeTitles = (
  places: readonly { readonly id: string; readonly title: { readonly vi: string; readonly en: string } }[],
) =>
  places.map(({ id, title }) => ({
    url: ext.slotTitle,
    extension: [
      { url: 'slot', valueCode: id },
      { url: 'vi', valueString: title.vi },
      { url: 'en', valueString: title.en },
    ],
  }))

/** A paper of the hospital's own form names its places itself: it stays what it is when the form goes. */
function extensionsOf(form: FormEdition, correction: Correction | undefined): Pick<Paper, 'extension'> {
  const reason = correction ? [{ url: ext.correctionReason, valueString: correction.reason }] : []
  const places = form.own ? placeTitles(form.slots) : []
  return reason.length + places.length > 0 ? { extension: [...reason, ...places] } : {}
}

/** The DocumentReference of a rendered paper that nobody has signed yet. */
export function paperResource(
  ctx: Context,
  id: string,
  model: PaperModel,
  content: PaperContent,
  correction?: Correction,
): Paper {
  const signers = Object.values(model.signers).filter((one) => one?.reference?.startsWith('Practitioner/'))
  const { patient, encounter } = model.visit
  const form = model.edition
  return {
    resourceType: 'DocumentReference',
    id,
    ...extensionsOf(form, correction),
    masterIdentifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${id}` },
    status: 'current',
    docStatus: 'preliminary',
    type: {
      coding: [{ system: cs.form, code: form.code, version: form.validFrom, display: form.title.vi }],
      text: form.title.vi,
    },
    subject: { reference: `Patient/${patient.id}`, display: model.data.patient.name },
    date: instantInVietnam(ctx.now()),
    ...(signers.length > 0 ? { author: signers as NonNullable<DocumentReference['author']> } : {}),
    custodian: { reference: 'Organization/facility' },
    ...(correction
      ? { relatesTo: [{ code: 'replaces', target: { reference: `DocumentReference/${correction.of.id}` } }] }
      : {}),
    description: form.title.vi,
    content: [
      {
        attachment: {
          contentType: 'application/pdf',
          language: 'vi',
          url: `${blobPrefix}${content.hash}`,
          size: content.size,
          title: `${form.title.vi} ${model.data.record.number}`,
          creation: instantInVietnam(ctx.now()),
        },
      },
    ],
    context: present({
      encounter: [{ reference: `Encounter/${encounter.id}` }],
      related: [aboutReference(model.about)],
    }),
  }
}

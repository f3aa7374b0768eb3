import type { DocumentReference } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { formOn, type PaperForm } from '#platform/typst/forms.ts'

const blobPrefix = 'urn:lanong:blob:'

/** SHA-256 (hex) of the file of a paper. */
export function blobHash(paper: DocumentReference): string {
  const url = paper.content?.[0]?.attachment?.url ?? ''
  return url.startsWith(blobPrefix) ? url.slice(blobPrefix.length) : ''
}

const formCoding = (paper: DocumentReference) => paper.type?.coding?.find((one) => one.system === cs.form)

/** Whether a document is a statutory paper of this house. */
export const isPaper = (paper: DocumentReference): boolean => formCoding(paper) !== undefined

/** The edition of the form that a paper was laid out on. */
export function formOf(paper: DocumentReference): PaperForm {
  const coding = formCoding(paper)
  return formOn(coding?.code ?? '', coding?.version ?? (paper.date ?? '').slice(0, 10))
}

/** Title of a signature place, as the form names it. */
export function slotTitle(paper: DocumentReference, slot: string, language: 'vi' | 'en'): string {
  return formOf(paper).slots.find((one) => one.id === slot)?.title[language] ?? slot
}

/** The paper with another file. */
export function withContent<T extends DocumentReference>(paper: T, hash: string, size: number): T {
  const first = paper.content?.[0]
  const attachment = { ...first?.attachment, url: `${blobPrefix}${hash}`, size }
  return { ...paper, content: [{ ...first, attachment }] }
}

import type { DocumentReference } from '@medplum/fhirtypes'
import { cs, ext } from '#fhir/systems.ts'
import type { Bilingual } from '#platform/forms/edition.ts'
import { formOn, shippedForms } from '#platform/forms/registry.ts'

const blobPrefix = 'urn:lanong:blob:'

/** SHA-256 (hex) of the file of a paper. */
export function blobHash(paper: DocumentReference): string {
  const url = paper.content?.[0]?.attachment?.url ?? ''
  return url.startsWith(blobPrefix) ? url.slice(blobPrefix.length) : ''
}

const formCoding = (paper: DocumentReference) => paper.type?.coding?.find((one) => one.system === cs.form)

/** Whether a document is a statutory paper of this house. */
export const isPaper = (paper: DocumentReference): boolean => formCoding(paper) !== undefined

/** What signing needs to know of a form. */
export interface PaperForm {
  readonly code: string
  readonly title: Bilingual
  readonly slots: readonly { readonly id: string; readonly title: Bilingual }[]
}

/**
 * The edition of the form that a paper was laid out on. A paper of the hospital's own form tells its places itself; it
 * may have none.
 */
export function formOf(paper: DocumentReference): PaperForm {
  const coding = formCoding(paper)
  const code = coding?.code ?? ''
  const slots = ownPlaces(paper)
  const isShipped = shippedForms().some((one) => one.code === code)
  if (slots.length === 0 && isShipped) return formOn(code, coding?.version ?? (paper.date ?? '').slice(0, 10))
  const title = coding?.display ?? code
  return { code, title: { vi: title, en: title }, slots }
}

function ownPlaces(paper: DocumentReference): PaperForm['slots'] {
  return (paper.extension ?? []).flatMap(({ url, extension = [] }) => {
    if (url !== ext.slotTitle) return []
    const told = (name: string) => extension.find((one) => one.url === name)
    const vi = told('vi')?.valueString ?? ''
    return [{ id: told('slot')?.valueCode ?? '', title: { vi, en: told('en')?.valueString ?? vi } }]
  })
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

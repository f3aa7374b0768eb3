import type { Reference, Resource } from '@medplum/fhirtypes'
import type { FormEdition } from '#platform/forms/edition.ts'
import type { sharedModel } from './shared-model.ts'
import type { VisitSources } from './sources.ts'

/** Everything that a paper needs before it is laid out. */
export interface PaperModel {
  /** What the template prints. */
  readonly data: ReturnType<typeof sharedModel> & Readonly<Record<string, unknown>>
  readonly visit: VisitSources
  /** What the paper is about: a reference, or the code of a prescription. One current paper per form and subject. */
  readonly about: string
  /** Edition of the form: that of the day of the event, or the one it was filled in on. */
  readonly edition: FormEdition
  /** Template below the folder of the forms. */
  readonly template: string
  /** Resources whose content is printed, beside those of the visit. */
  readonly related: readonly Resource[]
  /** Who is expected to sign in each slot. */
  readonly signers: Readonly<Record<string, Reference | undefined>>
}

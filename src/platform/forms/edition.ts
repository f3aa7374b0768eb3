import type { Questionnaire } from '@medplum/fhirtypes'
import type { Day } from '#kernel/civil-date.ts'
import type { FormKind } from '#kernel/form-words.ts'

export type Bilingual = Readonly<{ vi: string; en: string }>

/** A place for a signature on a form, in the order of signing. */
export interface FormSlot {
  readonly id: string
  /** Role of data/roles that signs here, or one of `slotRoles` in #kernel/form-words.ts. */
  readonly role: string
  readonly title: Bilingual
  /** Places with the same number sign in any order. */
  readonly order: number
  readonly required: boolean
  readonly note: string | undefined
}

/** A form in one edition. */
export interface FormEdition {
  /** As printed: `15/BV1`. */
  readonly code: string
  /** As in addresses and folders: `15-BV1`. */
  readonly form: string
  readonly kind: FormKind
  readonly title: Bilingual
  readonly source: string
  /** Its layout was compared with the signed original. */
  readonly verified: boolean
  /** Given to the patient: it carries no unexplained abbreviations. */
  readonly toPatient: boolean
  readonly slots: readonly FormSlot[]
  /** First day of this edition. */
  readonly validFrom: Day
  readonly validTo: Day | undefined
  /** Print template below data/forms. */
  readonly template: string
  /** The hospital's own. */
  readonly own: boolean
  /** It is filled in; a paper without one is printed from the chart. */
  readonly isFilled: boolean
  /** The assembled Questionnaire; undefined for a paper that is printed from the chart without one. */
  questionnaire(): Questionnaire | undefined
}

export const canonicalOf = (edition: Pick<FormEdition, 'form' | 'validFrom'>): string =>
  `urn:lanong:form:${edition.form}|${edition.validFrom}`

/** `urn:lanong:form:15-BV1|2024-01-01` to its parts. */
export function readCanonical(canonical: string | undefined): { form: string; version: string } | undefined {
  const [, form, version] = /^urn:lanong:form:([A-Za-z0-9-]+)\|([\w.-]+)$/.exec(canonical ?? '') ?? []
  return form && version ? { form, version } : undefined
}

/** `15/BV1` to `15-BV1`. */
export const formKey = (code: string): string => code.replaceAll('/', '-')

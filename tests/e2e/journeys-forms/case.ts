import type { Resource } from '@medplum/fhirtypes'
import type { Page } from 'playwright-core'

export interface StayReferences {
  readonly subject: { readonly reference: string }
  readonly encounter: { readonly reference: string }
}

/** A stay in the ward, as the hospital knows it before anybody opens a form. */
export interface Stay {
  readonly name: string
  readonly sex: 'male' | 'female'
  readonly birthDate: string
  readonly cccd?: string
  readonly contact: { readonly name: string; readonly relation: string; readonly phone: string }
  readonly department: string
  readonly departmentName: string
  readonly bed: string
  readonly reason: string
  /** Diagnoses, the main one first: ICD-10 and words. */
  readonly diagnoses: readonly (readonly [string, string])[]
  readonly allergy?: string
  /** LOINC code, value and unit of what was measured at the door. */
  readonly measured: readonly (readonly [string, number, string])[]
  /** Systolic and diastolic pressure. */
  readonly pressure?: readonly [number, number]
  /** What else stands in the chart. */
  readonly more?: (of: StayReferences) => readonly Resource[]
}

/** Text of an answer by linkId: digits choose, `2,5` ticks the second and the fifth box. */
export type Answers = Readonly<Record<string, string>>

/** One inpatient of one family of forms, and what is written about the stay. */
export interface FamilyCase {
  readonly family: string
  readonly stay: Stay
  readonly form: string
  /** What is typed to find the form. */
  readonly search: string
  readonly title: string
  /** Facts that nobody types, by linkId. */
  readonly known: Answers
  /** Answers to required questions, typed where the form leads with its own key. */
  readonly answers: Answers
  /** Further answers, each looked up by its place. */
  readonly more: Answers
  /** An answer that a rule refuses, what is said of it, and what is written instead. */
  readonly wrong: { readonly at: string; readonly typed: string; readonly said: RegExp; readonly right: string }
  readonly draw?: (page: Page) => Promise<void>
  /** What the paper must show besides every text that was typed. */
  readonly printed: readonly string[]
  /** Searches of the chart and what they find once the form is completed. */
  readonly chart: readonly (readonly [string, RegExp])[]
  /** A second paper of the stay: what it knows, and the few answers that are no facts known before. */
  readonly second: {
    readonly form: string
    readonly search: string
    readonly title: string
    readonly known: Answers
    readonly answers: Answers
  }
}

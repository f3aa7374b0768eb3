import type {
  Observation,
  Questionnaire,
  QuestionnaireItem,
  QuestionnaireResponse,
  QuestionnaireResponseItemAnswer,
  Resource,
} from '@medplum/fhirtypes'

/**
 * Where an answer stands: the linkId, and behind `@` the rows (from 0) of the repeating groups around it, the outermost
 * first: `reason`, `drug.dose@2`, `eye.lesion.size@0.3`. A row of a repeating group: `drug@2`.
 */
export type Key = string

export type Answer = QuestionnaireResponseItemAnswer

/** Values of `%name` in expressions: `%patient`, `%encounter`, `%facts`, … Resources and plain objects. */
export type Environment = Readonly<Record<string, unknown>>

/** What can be wrong with an answer or a response; the words are in data/messages/forms.*.json under `forms.issue.*`. */
export const problemCodes = [
  'required',
  'unknownItem',
  'wrongPlace',
  'doubled',
  'notAsked',
  'type',
  'tooMany',
  'tooFew',
  'tooLong',
  'tooShort',
  'pattern',
  'below',
  'above',
  'places',
  'notOffered',
  'exclusive',
  'control',
  'day',
  'constraint',
  'attachment',
  'reference',
  'abbreviation',
  'unsigned',
] as const
export type ProblemCode = (typeof problemCodes)[number]

/** Something that is wrong with a response. */
export interface Problem {
  readonly linkId: string
  readonly path: Key
  readonly code: ProblemCode
  /** `warning` does not hinder completion. */
  readonly severity: 'error' | 'warning'
  /** Values for the places of the text: `max`, `value`, `label`. */
  readonly details: Readonly<Record<string, string | number>>
  /** Text of a broken constraint, by language. */
  readonly human?: Readonly<{ vi: string; en: string }>
}

/** A question, group or display of a form that was made ready by `compileForm`. */
export interface FormItem {
  readonly linkId: string
  readonly type: QuestionnaireItem['type']
  readonly raw: QuestionnaireItem
  readonly parent: FormItem | undefined
  readonly items: readonly FormItem[]
  /** Place in the form, depth first. */
  readonly order: number
  /** Repeating groups around the item, itself included when it is one; the outermost first. */
  readonly rowGroups: readonly FormItem[]
  readonly required: boolean
  readonly repeats: boolean
  /** Never shown: `questionnaire-hidden`. */
  readonly hidden: boolean
  readonly readOnly: boolean
}

/** A fault of a Questionnaire that hinders its use. */
export interface FormFault {
  readonly linkId: string | undefined
  readonly reason: string
}

/** What of a response is known under a fact code, for population: the same fact is typed once. */
export interface EarlierFill {
  readonly questionnaire: Questionnaire
  readonly response: QuestionnaireResponse
  /** Belongs to the record that is filled in now; others give facts of scope `patient` only. */
  readonly sameRecord: boolean
}

/** What `populate` draws on. */
export interface PopulationSources {
  readonly environment: Environment
  /** Observations of the patient, any order. */
  readonly observations: readonly Observation[]
  /** Earlier fills, the newest first. */
  readonly earlier: readonly EarlierFill[]
  /** A fill of the same form whose answers are copied, marked as copied. */
  readonly copyFrom?: QuestionnaireResponse
  readonly now: Date
}

/** A resource that a response says; `key` is the same for the same statement of the same fill. */
export interface Extracted {
  readonly key: string
  readonly linkId: string
  readonly resource: Resource
}

/** What extracted resources say about where they come from. */
export interface ExtractionContext {
  readonly environment: Environment
  readonly subject: string
  readonly encounter: string | undefined
  readonly author: { readonly reference?: string; readonly display?: string } | undefined
  readonly authored: string
  /** Reference of the response: `QuestionnaireResponse/…`. */
  readonly source: string
}

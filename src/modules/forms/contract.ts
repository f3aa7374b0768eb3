import Type, { type Static } from 'typebox'
import { formKinds } from '#kernel/form-words.ts'

const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })
const DayText = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
/** Code of a form as in addresses: 15-BV1. */
const FormKey = Type.String({ pattern: '^[A-Za-z0-9-]{1,40}$' })
const Resource = <const T extends string>(type: T) =>
  Type.Object({ resourceType: Type.Literal(type) }, { additionalProperties: true })

export const fillStatuses = ['in-progress', 'completed', 'amended', 'entered-in-error'] as const

export const FormsQuery = Type.Object({
  on: Type.Optional(DayText),
  kind: Type.Optional(Type.Enum([...formKinds])),
  /** Visit for which `suits` is said. */
  encounter: Type.Optional(Id),
})
export const FormSummary = Type.Object({
  /** As in addresses: 15-BV1. */
  form: Type.String(),
  /** As printed: 15/BV1. */
  code: Type.String(),
  title: Type.String(),
  titleEn: Type.String(),
  kind: Type.Enum([...formKinds]),
  validFrom: Type.String(),
  validTo: Type.Optional(Type.String()),
  /** Whether its layout was compared with the signed original. */
  verified: Type.Boolean(),
  source: Type.String(),
  /** It suits the visit that was asked about; such forms come first. */
  suits: Type.Optional(Type.Boolean()),
  /** The hospital's own form, or its own edition of a statutory one. */
  own: Type.Boolean(),
})
export type FormSummary = Static<typeof FormSummary>
export const FormList = Type.Object({ forms: Type.Array(FormSummary) })
export type FormList = Static<typeof FormList>

const Bilingual = Type.Object({ vi: Type.String(), en: Type.String() })
export const FormSlotView = Type.Object({
  id: Type.String(),
  role: Type.String(),
  title: Bilingual,
  order: Type.Integer(),
  required: Type.Boolean(),
  note: Type.Optional(Type.String()),
})
export const FormParams = Type.Object({ form: FormKey })
export const FormQuery = Type.Object({ on: Type.Optional(DayText) })
export const FormView = Type.Object({
  form: Type.String(),
  code: Type.String(),
  /** Assembled FHIR R4 Questionnaire. */
  questionnaire: Resource('Questionnaire'),
  slots: Type.Array(FormSlotView),
  toPatient: Type.Boolean(),
  source: Type.String(),
  verified: Type.Boolean(),
})
export type FormView = Static<typeof FormView>

export const FillParams = Type.Object({ id: Id })
export const StartBody = Type.Object({
  /** UUID made by the screen; the id of the QuestionnaireResponse. */
  id: Id,
  form: FormKey,
  encounterId: Id,
  /** Day of the event; today when left out. */
  on: Type.Optional(DayText),
  /** An earlier fill of the same form whose answers are carried forward, marked as such. */
  copyFrom: Type.Optional(Id),
})
export type StartBody = Static<typeof StartBody>

export const FillSummary = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  form: Type.String(),
  code: Type.String(),
  title: Type.String(),
  titleEn: Type.String(),
  status: Type.Enum([...fillStatuses]),
  savedAt: Type.String(),
  savedBy: Type.Optional(Type.String()),
  paper: Type.Optional(Type.Object({ id: Type.String(), state: Type.String() })),
})
export type FillSummary = Static<typeof FillSummary>
export const FillsQuery = Type.Object({ encounter: Id })
export const FillList = Type.Object({
  patientId: Type.String(),
  /** Whether the visit is a stay on a ward. */
  stay: Type.Boolean(),
  fills: Type.Array(FillSummary),
})
export type FillList = Static<typeof FillList>

/** What is still to be written before a stay's record is whole. */
export const ClosingView = Type.Object({
  patientId: Type.String(),
  /** Open forms, the record of the department first. */
  open: Type.Array(
    Type.Object({
      ...FillSummary.properties,
      kind: Type.String(),
      /** It is written by somebody of the reader's role. */
      mine: Type.Boolean(),
    }),
  ),
  /** Codes of forms that the way of ending asks for and nobody has begun. */
  toBegin: Type.Array(Type.String()),
  missing: Type.Array(
    Type.Object({ text: Type.String(), name: Type.String(), who: Type.Optional(Type.String()) }),
  ),
})
export type ClosingView = Static<typeof ClosingView>
export const EncounterParams = Type.Object({ id: Id })

export const FillView = Type.Object({
  ...FillSummary.properties,
  encounterId: Type.String(),
  patientId: Type.String(),
  /** Day by which the edition of the form was chosen. */
  on: Type.String(),
  response: Resource('QuestionnaireResponse'),
  /** Values of %patient, %encounter, %facts, … for expressions on the screen. */
  environment: Type.Record(Type.String(), Type.Unknown()),
  /** The newest earlier fill of the same form for this patient. */
  previous: Type.Optional(Type.Object({ id: Type.String(), date: Type.String() })),
  editable: Type.Boolean(),
  /** Reasons of amendments and cancelling, the newest last. */
  notes: Type.Array(
    Type.Object({ kind: Type.String(), at: Type.String(), by: Type.String(), reason: Type.String() }),
  ),
})
export type FillView = Static<typeof FillView>

export const NewestScores = Type.Object({
  /** Answers of FHIR by linkId, for questions in rows. */
  answers: Type.Record(Type.String(), Type.Array(Type.Object({}, { additionalProperties: true }))),
})
export type NewestScores = Static<typeof NewestScores>

export const SaveFillBody = Type.Object({
  /** Version that the screen read. */
  version: Type.Integer({ minimum: 1 }),
  response: Resource('QuestionnaireResponse'),
})
export type SaveFillBody = Static<typeof SaveFillBody>
export const SavedFill = Type.Object({ version: Type.Integer(), savedAt: Type.String() })
export type SavedFill = Static<typeof SavedFill>

export const CompletedFill = Type.Object({
  version: Type.Integer(),
  paperId: Type.String(),
  /** Resources of the chart that were written, changed or withdrawn. */
  extracted: Type.Integer(),
})
export type CompletedFill = Static<typeof CompletedFill>

export const ReasonBody = Type.Object({ reason: Type.String({ minLength: 3, maxLength: 300 }) })

const RowNamed = {
  /** Version that the screen read. */
  version: Type.Integer({ minimum: 1 }),
  /** Element id of the row. */
  row: Type.String({ minLength: 1, maxLength: 64 }),
}
export const SignRowBody = Type.Object({
  ...RowNamed,
  pin: Type.String({ minLength: 1, maxLength: 64 }),
  /** One-time code that a remote signing service sent. */
  otp: Type.Optional(Type.String({ minLength: 4, maxLength: 12 })),
})
export const SignedRow = Type.Object({
  version: Type.Integer(),
  row: Type.String(),
  signedAt: Type.String(),
  /** It tells of a time before that of a row that was signed earlier. */
  late: Type.Boolean(),
})
export type SignedRow = Static<typeof SignedRow>
export const StrikeRowBody = Type.Object({
  ...RowNamed,
  reason: Type.String({ minLength: 3, maxLength: 300 }),
  /** Begins a new row with the same answers behind it. */
  correct: Type.Optional(Type.Boolean()),
})
export const StruckRow = Type.Object({
  version: Type.Integer(),
  /** The row that was begun to put it right. */
  row: Type.Optional(Type.String()),
})
export type StruckRow = Static<typeof StruckRow>
export const RowList = Type.Object({
  rows: Type.Array(
    Type.Object({
      id: Type.String(),
      group: Type.String(),
      at: Type.Integer(),
      author: Type.Optional(Type.String()),
      signed: Type.Optional(
        Type.Object({
          by: Type.String(),
          at: Type.String(),
          late: Type.Boolean(),
          /** Reference of the Provenance that holds the signature. */
          evidence: Type.String(),
          valid: Type.Boolean(),
          faults: Type.Array(Type.String()),
          /** The time stamp is still to come. */
          owed: Type.Boolean(),
          /** How far it is proven: B-B to B-LTA. */
          level: Type.String(),
        }),
      ),
      struck: Type.Optional(Type.Object({ by: Type.String(), at: Type.String(), reason: Type.String() })),
      corrects: Type.Optional(Type.Object({ row: Type.String(), reason: Type.String() })),
    }),
  ),
})
export type RowList = Static<typeof RowList>

/** One thing that is wrong, with its text in the language of the reader. */
export const FillIssue = Type.Object({
  linkId: Type.String(),
  /** Where the answer stands, rows included: `drug.dose@2`. */
  path: Type.String(),
  code: Type.String(),
  severity: Type.Enum(['error', 'warning']),
  text: Type.String(),
})
export type FillIssue = Static<typeof FillIssue>

/**
 * What a refused save tells besides title and code: problem+json with `code` `forms.invalid` and `issues`, or
 * `forms.changedMeanwhile` and `newer`.
 */
export const RefusedFill = Type.Object({
  issues: Type.Optional(Type.Array(FillIssue)),
  newer: Type.Optional(
    Type.Object({
      version: Type.Integer(),
      response: Resource('QuestionnaireResponse'),
      savedBy: Type.String(),
      savedAt: Type.String(),
      /** Keys whose answers differ between what was sent and what is stored. */
      differs: Type.Array(Type.String()),
    }),
  ),
})
export type RefusedFill = Static<typeof RefusedFill>

export const AnswersQuery = Type.Object({
  /** Canonical URL: urn:lanong:vs:icd10-vn. */
  valueSet: Type.String({ minLength: 1, maxLength: 300 }),
  filter: Type.Optional(Type.String({ maxLength: 100 })),
  count: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
})
export const AnswerOption = Type.Object({
  system: Type.Optional(Type.String()),
  code: Type.String(),
  display: Type.String(),
})
export type AnswerOption = Static<typeof AnswerOption>
export const AnswerList = Type.Object({ options: Type.Array(AnswerOption) })
export type AnswerList = Static<typeof AnswerList>

export const Phrase = Type.Object({
  /** What is typed: `tha`. */
  short: Type.String({ minLength: 1, maxLength: 20, pattern: '^[^\\s]+$' }),
  /** What it expands to. */
  text: Type.String({ minLength: 1, maxLength: 5000 }),
  /** facility: everyone's; own: the writer's alone. */
  scope: Type.Enum(['facility', 'own']),
  /** An abbreviation that papers given to patients may not carry unexplained. */
  abbreviation: Type.Boolean(),
})
export type Phrase = Static<typeof Phrase>
export const PhraseList = Type.Object({ phrases: Type.Array(Phrase) })
export type PhraseList = Static<typeof PhraseList>
export const PhraseQuery = Type.Object({
  short: Type.String({ minLength: 1, maxLength: 20 }),
  scope: Type.Enum(['facility', 'own']),
})

export const PresenceBody = Type.Object({
  /** Key of the question that has the focus; empty for none. */
  at: Type.String({ maxLength: 200 }),
})
export const PresenceView = Type.Object({
  others: Type.Array(Type.Object({ name: Type.String(), at: Type.String(), since: Type.String() })),
})
export type PresenceView = Static<typeof PresenceView>

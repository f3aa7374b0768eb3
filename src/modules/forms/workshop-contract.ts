import Type, { type Static } from 'typebox'
import { formKinds } from '#kernel/form-words.ts'
import { FormSlotView } from './contract.ts'

const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })
const Bilingual = Type.Object({
  vi: Type.String({ minLength: 1, maxLength: 300 }),
  en: Type.String({ minLength: 1, maxLength: 300 }),
})
const Questionnaire = Type.Object({ resourceType: Type.Literal('Questionnaire') }, { additionalProperties: true })

/** What stands on a form beside its questions. */
export const FormSettings = Type.Object({
  /** As printed: 15/BV1, or the hospital's own: NP/01. */
  code: Type.String({ pattern: '^[A-Za-z0-9]+([/-][A-Za-z0-9]+)*$', maxLength: 40 }),
  title: Bilingual,
  kind: Type.Enum([...formKinds]),
  /** Law or decision that it comes from. */
  source: Type.String({ minLength: 1, maxLength: 300 }),
  toPatient: Type.Boolean(),
  slots: Type.Array(FormSlotView, { maxItems: 20 }),
})
export type FormSettings = Static<typeof FormSettings>

export const ownFormStates = ['draft', 'proposed', 'active', 'retired'] as const

const Fault = Type.Object({ linkId: Type.Optional(Type.String()), reason: Type.String() })

export const OwnFormSummary = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  form: Type.String(),
  code: Type.String(),
  title: Bilingual,
  state: Type.Enum([...ownFormStates]),
  validFrom: Type.Optional(Type.String()),
  changedAt: Type.String(),
})
export type OwnFormSummary = Static<typeof OwnFormSummary>
export const OwnFormList = Type.Object({ forms: Type.Array(OwnFormSummary) })

export const OwnFormView = Type.Object({
  ...OwnFormSummary.properties,
  settings: FormSettings,
  questionnaire: Questionnaire,
  /** What hinders its use. */
  faults: Type.Array(Fault),
  /** Proposed by the person asking: another one approves. */
  mine: Type.Boolean(),
  /** Proposed, sent back, approved, retired: by whom and when. */
  steps: Type.Array(
    Type.Object({
      step: Type.String(),
      at: Type.String(),
      by: Type.String(),
      reason: Type.Optional(Type.String()),
    }),
  ),
})
export type OwnFormView = Static<typeof OwnFormView>

export const OwnFormParams = Type.Object({ id: Id })
export const MakeFormBody = Type.Object({
  id: Id,
  settings: Type.Optional(FormSettings),
  /** A form to begin with: shipped or the hospital's own, as it holds on a day. */
  from: Type.Optional(Type.Object({ form: Type.String({ maxLength: 40 }), on: Type.Optional(Type.String()) })),
  /** A plain FHIR Questionnaire to begin with. */
  questionnaire: Type.Optional(Questionnaire),
})
export type MakeFormBody = Static<typeof MakeFormBody>
export const SaveFormBody = Type.Object({
  version: Type.Integer({ minimum: 1 }),
  settings: FormSettings,
  questionnaire: Questionnaire,
})
export type SaveFormBody = Static<typeof SaveFormBody>

export const ProposeBody = Type.Object({
  version: Type.Integer({ minimum: 1 }),
  /** First day; not before today. */
  validFrom: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
})
export const StepBody = Type.Object({ version: Type.Integer({ minimum: 1 }) })
export const BackBody = Type.Object({
  version: Type.Integer({ minimum: 1 }),
  reason: Type.String({ minLength: 3, maxLength: 300 }),
})
export const TrialVisitsQuery = Type.Object({
  /** Whole number of a record, in use or archived, or of a patient. */
  number: Type.String({ minLength: 1, maxLength: 40 }),
})
const TrialVisit = Type.Object({
  id: Type.String(),
  number: Type.String(),
  patientName: Type.String(),
  from: Type.Optional(Type.String()),
})
export type TrialVisit = Static<typeof TrialVisit>
export const TrialVisits = Type.Object({ visits: Type.Array(TrialVisit) })
export type TrialVisits = Static<typeof TrialVisits>
export const TryBody = Type.Object({ encounterId: Id })
export const TriedForm = Type.Object({
  response: Type.Object({ resourceType: Type.Literal('QuestionnaireResponse') }, { additionalProperties: true }),
  environment: Type.Record(Type.String(), Type.Unknown()),
  /** Expressions that could not be evaluated on this patient. */
  failures: Type.Array(Type.Object({ expression: Type.String(), reason: Type.String() })),
})
export type TriedForm = Static<typeof TriedForm>

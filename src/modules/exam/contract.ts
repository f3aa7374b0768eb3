import Type, { type Static } from 'typebox'
import { places } from './domain/conclusion.ts'
import { examItems } from './domain/form.ts'

const oneOf = <const T extends string>(values: readonly T[]) => Type.Enum([...values])
const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })

export const EncounterParams = Type.Object({ id: Id })

/** Texts of form 15/BV1 by linkId. */
export const Values = Type.Partial(
  Type.Object(
    Object.fromEntries(examItems.map((item) => [item, Type.String({ maxLength: 20_000 })])) as Record<
      (typeof examItems)[number],
      ReturnType<typeof Type.String>
    >,
  ),
)
export type Values = Static<typeof Values>

export const SaveBody = Type.Object({
  /** Version that the screen read; null when there was none yet. */
  version: Type.Union([Type.Integer({ minimum: 1 }), Type.Null()]),
  values: Values,
})
export type SaveBody = Static<typeof SaveBody>

export const SavedView = Type.Object({ version: Type.Integer(), savedAt: Type.String() })
export type SavedView = Static<typeof SavedView>

export const DiagnosisForm = Type.Object({
  code: Type.String({ minLength: 3, maxLength: 10 }),
  /** The doctor's own words; they stand before the official name. */
  text: Type.Optional(Type.String({ maxLength: 300 })),
})
export const DiagnosesBody = Type.Object({
  basis: Type.String({ maxLength: 64 }),
  /** The main diagnosis first. */
  diagnoses: Type.Array(DiagnosisForm, { maxItems: 20 }),
})
export type DiagnosesBody = Static<typeof DiagnosesBody>

export const DiagnosisView = Type.Object({
  conditionId: Type.String(),
  code: Type.String(),
  name: Type.String(),
  text: Type.Optional(Type.String()),
  /** Already on the patient's list of long-standing problems. */
  isProblem: Type.Boolean(),
  warnings: Type.Array(Type.String()),
})
export type DiagnosisView = Static<typeof DiagnosisView>

export const DiagnosesView = Type.Object({ basis: Type.String(), diagnoses: Type.Array(DiagnosisView) })
export type DiagnosesView = Static<typeof DiagnosesView>

export const ProblemBody = Type.Object({ code: Type.String({ minLength: 3, maxLength: 10 }) })
export const ReopenBody = Type.Object({ reason: Type.String({ minLength: 3, maxLength: 300 }) })
export const ConcludeBody = Type.Object({ version: Type.Integer({ minimum: 1 }) })

const Missing = Type.Object({ place: oneOf(places), why: Type.String() })

export const ConcludedView = Type.Object({
  version: Type.Integer(),
  /** Orders whose results are not there yet: no hindrance, but said. */
  pendingOrders: Type.Integer(),
})
export type ConcludedView = Static<typeof ConcludedView>

export const ExamView = Type.Object({
  encounterId: Type.String(),
  patientId: Type.String(),
  visitStatus: Type.String(),
  recordState: Type.String(),
  arrivedAt: Type.Optional(Type.String()),
  room: Type.Optional(Type.String()),
  roomId: Type.Optional(Type.String()),
  recordNumber: Type.Optional(Type.String()),
  queueNumber: Type.Optional(Type.String()),
  /** Null while nothing is written. */
  version: Type.Union([Type.Integer(), Type.Null()]),
  status: oneOf(['none', 'in-progress', 'completed', 'amended']),
  savedAt: Type.Optional(Type.String()),
  savedBy: Type.Optional(Type.String()),
  values: Values,
  /** Part B as the data tell it, for the boxes that are still empty. */
  proposal: Values,
  editable: Type.Boolean(),
  diagnoses: DiagnosesView,
  missing: Type.Array(Missing),
  pendingOrders: Type.Integer(),
})
export type ExamView = Static<typeof ExamView>

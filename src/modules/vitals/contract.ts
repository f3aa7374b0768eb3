import Type, { type Static } from 'typebox'
import type { VitalRange } from './domain/check-vitals.ts'
import { warningLevels, warningScores } from './domain/early-warning.ts'

const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })
export const EncounterParams = Type.Object({ id: Id })
export const PatientParams = Type.Object({ id: Id })

/** Digits as typed, with a decimal point; they are stored as written. */
const Figure = Type.Optional(Type.String({ pattern: '^(0|[1-9]\\d{0,2})(\\.\\d{1,2})?$' }))

/** Alert, new confusion, responds to voice, to pain, unresponsive. */
const Consciousness = Type.Union([
  Type.Literal('A'),
  Type.Literal('C'),
  Type.Literal('V'),
  Type.Literal('P'),
  Type.Literal('U'),
])

export const VitalsBody = Type.Object({
  pulse: Figure,
  systolic: Figure,
  diastolic: Figure,
  temperature: Figure,
  respiration: Figure,
  spo2: Figure,
  /** Flow in L/min; 0 is room air. */
  oxygen: Figure,
  weight: Figure,
  height: Figure,
  /** Numeric rating 0 to 10. */
  pain: Figure,
  consciousness: Type.Optional(Consciousness),
  /** Scale 2 of NEWS2 only on a doctor's order. */
  spo2Scale: Type.Optional(Type.Union([Type.Literal(1), Type.Literal(2)])),
  pregnant: Type.Optional(Type.Boolean()),
  /** Up to six weeks after birth: scored by MEOWS as in pregnancy. */
  childbed: Type.Optional(Type.Boolean()),
  /** Chosen option by item of PEWS, for patients below 16 years. */
  pews: Type.Optional(Type.Record(Type.String({ maxLength: 40 }), Type.String({ maxLength: 40 }))),
  /** When it was measured, if not now. */
  measuredAt: Type.Optional(
    Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2})?(Z|[+-]\\d{2}:\\d{2})$' }),
  ),
  note: Type.Optional(Type.String({ maxLength: 500 })),
  /** Rare values that a person looked at again and says are right. */
  confirmed: Type.Optional(Type.Array(Type.String({ maxLength: 20 }), { maxItems: 12 })),
})
export type VitalsBody = Static<typeof VitalsBody>

export const Measure = Type.Object({
  value: Type.String(),
  unit: Type.String(),
  flag: Type.Optional(Type.Union([Type.Literal('H'), Type.Literal('L')])),
})
export const News2View = Type.Object({
  score: Type.Integer(),
  red: Type.Boolean(),
  risk: Type.String(),
  parts: Type.Record(Type.String(), Type.Integer()),
  scale: Type.Integer(),
})
export type News2View = Static<typeof News2View>

/** An early-warning score, whichever was made for the person. */
export const WarningView = Type.Object({
  score: Type.Enum([...warningScores]),
  total: Type.Integer(),
  red: Type.Boolean(),
  level: Type.Optional(Type.Enum([...warningLevels])),
  parts: Type.Record(Type.String(), Type.Integer()),
})
export type WarningView = Static<typeof WarningView>
export const VitalSet = Type.Object({
  at: Type.String(),
  by: Type.Optional(Type.String()),
  measures: Type.Record(Type.String(), Measure),
  consciousness: Type.Optional(Type.String()),
  pregnant: Type.Optional(Type.Boolean()),
  bmi: Type.Optional(Type.String()),
  news2: Type.Optional(News2View),
  warning: Type.Optional(WarningView),
  note: Type.Optional(Type.String()),
  /** The set was entered in error: it stays readable, struck through. */
  withdrawn: Type.Optional(Type.Object({ by: Type.String(), reason: Type.String() })),
})
export type VitalSet = Static<typeof VitalSet>
export const VitalsAnswer = Type.Object({ sets: Type.Array(VitalSet) })
export type VitalsAnswer = Static<typeof VitalsAnswer>

/** Whom a score called, by when, and what came of it. */
export const EscalationView = Type.Object({
  id: Type.String(),
  encounterId: Type.String(),
  patientId: Type.String(),
  /** `NEWS2 7` */
  what: Type.String(),
  level: Type.Enum([...warningLevels]),
  state: Type.Enum(['open', 'taken', 'answered', 'withdrawn']),
  tell: Type.String(),
  calledAt: Type.String(),
  calledBy: Type.Optional(Type.String()),
  until: Type.String(),
  takenBy: Type.Optional(Type.String()),
  takenAt: Type.Optional(Type.String()),
  answer: Type.Optional(Type.String()),
  answeredAt: Type.Optional(Type.String()),
})
export type EscalationView = Static<typeof EscalationView>
export const EscalationParams = Type.Object({ id: Id })
export const AnswerBody = Type.Object({ answer: Type.String({ minLength: 3, maxLength: 1000 }) })

export const VitalsSaved = Type.Object({
  set: VitalSet,
  /** Why there is no score: child, ageUnknown, or incomplete. */
  noScore: Type.Optional(Type.String()),
  /** The call that stands open for the stay now. */
  escalation: Type.Optional(EscalationView),
})
export type VitalsSaved = Static<typeof VitalsSaved>

export const WithdrawBody = Type.Object({
  at: Type.String({ maxLength: 40 }),
  reason: Type.String({ minLength: 3, maxLength: 300 }),
})

export const SeriesQuery = Type.Object({ codes: Type.Optional(Type.String({ maxLength: 300 })) })
export const Series = Type.Object({
  key: Type.String(),
  loinc: Type.String(),
  unit: Type.String(),
  points: Type.Array(
    Type.Object({
      at: Type.String(),
      value: Type.Number(),
      low: Type.Optional(Type.Number()),
      text: Type.String(),
      flag: Type.Optional(Type.String()),
    }),
  ),
})
export type Series = Static<typeof Series>
export const SeriesAnswer = Type.Object({ series: Type.Array(Series) })
export type SeriesAnswer = Static<typeof SeriesAnswer>

const Bounds = Type.Tuple([Type.Number(), Type.Number()])
export const RangesAnswer = Type.Object({
  ranges: Type.Array(
    Type.Unsafe<VitalRange>(
      Type.Object({
        key: Type.String(),
        loinc: Type.String(),
        unit: Type.String(),
        hard: Bounds,
        ask: Bounds,
        normal: Type.Optional(Bounds),
        decimals: Type.Integer(),
        children: Type.Optional(
          Type.Array(Type.Object({ fromDays: Type.Integer(), toDays: Type.Integer(), normal: Bounds })),
        ),
      }),
    ),
  ),
})
export type RangesAnswer = Static<typeof RangesAnswer>

export const FlowQuery = Type.Object({ hours: Type.Optional(Type.Integer({ minimum: 1, maximum: 2400 })) })
export const FlowSheet = Type.Object({
  patientId: Type.String(),
  /** Newest first, withdrawn ones among them. */
  sets: Type.Array(VitalSet),
  ranges: RangesAnswer.properties.ranges,
  escalations: Type.Array(EscalationView),
  years: Type.Optional(Type.Integer()),
  ageDays: Type.Optional(Type.Integer()),
  sex: Type.String(),
})
export type FlowSheet = Static<typeof FlowSheet>

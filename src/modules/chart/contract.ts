import Type, { type Static } from 'typebox'
import { eventKinds } from './domain/event.ts'

const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })
const Optional = Type.Optional

export const PatientParams = Type.Object({ id: Id })

export const Problem = Type.Object({
  id: Type.String(),
  code: Optional(Type.String()),
  name: Type.String(),
  /** problem: on the list of long-standing problems; diagnosis: of a visit of the last twelve months. */
  kind: Type.Enum(['problem', 'diagnosis']),
  since: Optional(Type.String()),
  /** How many visits of the last twelve months had it. */
  visits: Type.Integer(),
})
export type Problem = Static<typeof Problem>

export const Medicine = Type.Object({
  id: Type.String(),
  name: Type.String(),
  dosage: Optional(Type.String()),
  since: Optional(Type.String()),
  days: Optional(Type.Integer()),
  daysLeft: Optional(Type.Integer()),
  requester: Optional(Type.String()),
})
export type Medicine = Static<typeof Medicine>

export const Point = Type.Object({
  at: Type.String(),
  /** The digits as recorded. */
  value: Type.String(),
  /** Diastolic pressure under the systolic value. */
  low: Optional(Type.String()),
  flag: Optional(Type.String()),
})
export type Point = Static<typeof Point>

export const Series = Type.Object({
  key: Type.String(),
  name: Type.String(),
  unit: Type.String(),
  points: Type.Array(Point),
  band: Optional(Type.Object({ low: Optional(Type.Number()), high: Optional(Type.Number()) })),
  /** The reference range as the newest result prints it. */
  range: Optional(Type.String()),
})
export type Series = Static<typeof Series>

/** A result that is words and not a number, newest per test. */
export const Finding = Type.Object({
  key: Type.String(),
  name: Type.String(),
  text: Type.String(),
  at: Type.String(),
  flag: Optional(Type.String()),
})

export const Event = Type.Object({
  key: Type.String(),
  kind: Type.Enum([...eventKinds]),
  at: Type.String(),
  title: Type.String(),
  detail: Optional(Type.String()),
  /** A stay on a ward; its screens are its own. */
  stay: Optional(Type.Boolean()),
  /** Message key part below `chart.state.`. */
  state: Optional(Type.String()),
  /** Visit it belongs to. */
  encounterId: Optional(Type.String()),
  documentId: Optional(Type.String()),
})
export type Event = Static<typeof Event>

export const Paper = Type.Object({
  id: Type.String(),
  form: Type.String(),
  title: Type.String(),
  at: Type.String(),
  state: Type.Enum(['unsigned', 'signed', 'amended']),
  encounterId: Optional(Type.String()),
})
export type Paper = Static<typeof Paper>

export const Visit = Type.Object({
  id: Type.String(),
  status: Type.String(),
  recordState: Type.String(),
  recordNumber: Optional(Type.String()),
  at: Optional(Type.String()),
  place: Optional(Type.String()),
  reason: Optional(Type.String()),
})
export type Visit = Static<typeof Visit>

export const ChartView = Type.Object({
  patientId: Type.String(),
  problems: Type.Array(Problem),
  allergies: Type.Array(
    Type.Object({ id: Type.String(), substance: Type.String(), severity: Optional(Type.String()) }),
  ),
  medicines: Type.Array(Medicine),
  vitals: Type.Array(Series),
  laboratory: Type.Array(Series),
  findings: Type.Array(Finding),
  papers: Type.Array(Paper),
  openVisit: Optional(Visit),
  timeline: Type.Object({ events: Type.Array(Event), next: Optional(Type.String()) }),
})
export type ChartView = Static<typeof ChartView>

export const TimelineQuery = Type.Object({
  /** Where the page before ended. */
  before: Optional(Type.String({ maxLength: 120 })),
  /** Kinds wanted, joined by commas; all when absent. */
  kinds: Optional(Type.String({ maxLength: 80 })),
})
export const TimelineView = Type.Object({ events: Type.Array(Event), next: Optional(Type.String()) })
export type TimelineView = Static<typeof TimelineView>

export const VitalsView = Type.Object({
  vitals: Type.Array(Series),
  takenAt: Optional(Type.String()),
  takenBy: Optional(Type.String()),
})
export type VitalsView = Static<typeof VitalsView>

export const MeasuresView = Type.Object({
  /** Weight, height, head circumference. */
  growth: Type.Array(Series),
  scores: Type.Array(Series),
})
export type MeasuresView = Static<typeof MeasuresView>

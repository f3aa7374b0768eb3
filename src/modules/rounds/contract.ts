import Type, { type Static } from 'typebox'

const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' })
const Optional = Type.Optional
const Long = Type.String({ maxLength: 5000 })

export const StayParams = Type.Object({ encounterId: Id })

export const RoundPoint = Type.Object({
  at: Type.String(),
  value: Type.String(),
  low: Optional(Type.String()),
  flag: Optional(Type.String()),
})
export const RoundSeries = Type.Object({
  key: Type.String(),
  name: Type.String(),
  unit: Type.String(),
  points: Type.Array(RoundPoint),
  band: Optional(Type.Object({ low: Optional(Type.Number()), high: Optional(Type.Number()) })),
  range: Optional(Type.String()),
})
export type RoundSeries = Static<typeof RoundSeries>

/** What happened since the last round. */
export const eventKinds = ['call', 'measure', 'dose', 'note', 'word'] as const
export const RoundEvent = Type.Object({
  key: Type.String(),
  kind: Type.Enum([...eventKinds]),
  at: Type.String(),
  /** Key of a vital sign, for `measure`. */
  sign: Optional(Type.String()),
  text: Type.String(),
  flag: Optional(Type.String()),
})
export type RoundEvent = Static<typeof RoundEvent>

export const RoundResult = Type.Object({
  ...RoundSeries.properties,
  /** Released since the last round. */
  isNew: Type.Boolean(),
})
export type RoundResult = Static<typeof RoundResult>

export const RoundMedicine = Type.Object({
  id: Type.String(),
  name: Type.String(),
  detail: Type.String(),
  since: Type.String(),
  state: Type.Enum(['active', 'on-hold', 'stopped']),
  /** Its day, where the law counts them: antibiotics, corticoids and others. */
  day: Optional(Type.Integer()),
  days: Optional(Type.Integer()),
  counted: Optional(Type.String()),
  /** Ordered since the last round. */
  isNew: Type.Boolean(),
})
export type RoundMedicine = Static<typeof RoundMedicine>

export const roundOrderStates = ['active', 'held', 'ended'] as const
/** An order on which the round decides: it goes on, is held, stopped, changed, or placed once more. */
export const RoundOrder = Type.Object({
  type: Type.Enum(['ServiceRequest', 'MedicationRequest']),
  id: Type.String(),
  kind: Type.String(),
  name: Type.String(),
  detail: Type.String(),
  since: Type.String(),
  state: Type.Enum([...roundOrderStates]),
  /** Doses of yesterday. */
  given: Optional(Type.Integer()),
  missed: Optional(Type.Integer()),
  day: Optional(Type.Integer()),
  days: Optional(Type.Integer()),
  result: Optional(Type.String()),
  /** Why it is held. */
  why: Optional(Type.String()),
  /** What it waits for: collect, perform, result, see. */
  waits: Optional(Type.String()),
  late: Optional(Type.Boolean()),
})
export type RoundOrder = Static<typeof RoundOrder>

export const RoundDevice = Type.Object({
  id: Type.String(),
  name: Type.String(),
  site: Type.String(),
  day: Type.Integer(),
})

export const CourseText = Type.Object({
  subjective: Long,
  objective: Long,
  assessment: Long,
  plan: Long,
  careLevel: Optional(Type.Enum(['level1', 'level2', 'level3'])),
  diet: Type.String({ maxLength: 300 }),
  monitoring: Type.String({ maxLength: 1000 }),
})
export type CourseText = Static<typeof CourseText>

export const CourseRow = Type.Object({
  id: Type.String(),
  sheetId: Type.String(),
  at: Type.String(),
  doctor: Type.String(),
  state: Type.Enum(['draft', 'signed', 'struck']),
  mine: Type.Boolean(),
  signedAt: Optional(Type.String()),
  ...CourseText.properties,
  /** Orders as they stand in the row. */
  orders: Type.Array(Type.String()),
})
export type CourseRow = Static<typeof CourseRow>

export const RoundView = Type.Object({
  patientId: Type.String(),
  encounterId: Type.String(),
  department: Type.String(),
  now: Type.String(),
  /** Since when things count as new: the last signed entry, at most three days. */
  since: Type.String(),
  day: Type.Integer(),
  editable: Type.Boolean(),
  problems: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), code: Optional(Type.String()) })),
  events: Type.Array(RoundEvent),
  results: Type.Array(RoundResult),
  findings: Type.Array(
    Type.Object({ key: Type.String(), name: Type.String(), text: Type.String(), at: Type.String() }),
  ),
  vitals: Type.Array(RoundSeries),
  medicines: Type.Array(RoundMedicine),
  /** Tests and other things ordered since the last round. */
  ordered: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), kind: Type.String() })),
  orders: Type.Array(RoundOrder),
  /** Why orders are usually stopped or held. */
  reasons: Type.Object({ stop: Type.Array(Type.String()), hold: Type.Array(Type.String()) }),
  devices: Type.Array(RoundDevice),
  /** Standing orders of care, diet and monitoring; a new entry begins with them. */
  standing: Type.Object({
    careLevel: CourseText.properties.careLevel,
    diet: Type.String(),
    monitoring: Type.String(),
  }),
  /** The newest rows, oldest first. */
  rows: Type.Array(CourseRow),
})
export type RoundView = Static<typeof RoundView>

export const CourseBody = Type.Object({
  ...CourseText.properties,
  /** Made by the screen; the treatment sheet that is begun when none is open. */
  sheetId: Uuid,
  /** Made by the screen; the row. */
  rowId: Uuid,
  /** When it was; now when absent. */
  at: Optional(Type.String({ maxLength: 40 })),
})
export type CourseBody = Static<typeof CourseBody>

export const CourseSaved = Type.Object({
  sheetId: Type.String(),
  rowId: Type.String(),
  version: Type.Integer(),
  orders: Type.Array(Type.String()),
})
export type CourseSaved = Static<typeof CourseSaved>

export const WardQuery = Type.Object({ department: Optional(Id) })
export const WardStay = Type.Object({
  encounterId: Type.String(),
  patientId: Type.String(),
  name: Type.String(),
  sex: Type.String(),
  birthDate: Optional(Type.String()),
  bed: Type.String(),
  day: Type.Integer(),
  diagnosis: Optional(Type.String()),
  warning: Optional(Type.Object({ score: Type.String(), total: Type.Integer(), red: Type.Boolean() })),
  /** Of today’s entry in the treatment sheet. */
  course: Type.Enum(['none', 'draft', 'signed']),
})
export type WardStay = Static<typeof WardStay>
export const WardRound = Type.Object({
  department: Optional(Type.String()),
  departments: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), stays: Type.Integer() })),
  stays: Type.Array(WardStay),
})
export type WardRound = Static<typeof WardRound>

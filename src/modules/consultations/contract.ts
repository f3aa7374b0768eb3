import Type, { type Static } from 'typebox'
import { meetingKinds } from './domain/meeting.ts'

const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })
const Uuid = Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' })
const Moment = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2})?(\\.\\d+)?(Z|[+-]\\d{2}:\\d{2})$',
})
const Optional = Type.Optional
const Short = Type.String({ maxLength: 200 })
const Long = Type.String({ maxLength: 8000 })
const Words = Type.Object({ vi: Type.String(), en: Type.String() })

export const StayParams = Type.Object({ encounterId: Id })
export const MeetingParams = Type.Object({ id: Id })
export const SearchQuery = Type.Object({ q: Type.String({ maxLength: 80 }) })
export const Made = Type.Object({ id: Type.String() })

export const Person = Type.Object({
  id: Type.String(),
  name: Type.String(),
  title: Optional(Type.String()),
  department: Optional(Type.String()),
  departmentId: Optional(Type.String()),
})
export type Person = Static<typeof Person>
export const People = Type.Object({ items: Type.Array(Person) })

/** A department, a person of the house, or somebody from outside by name. */
export const Invited = Type.Object({
  departmentId: Optional(Id),
  practitionerId: Optional(Id),
  name: Optional(Type.String({ minLength: 2, maxLength: 200 })),
})
export type Invited = Static<typeof Invited>

const planned = {
  at: Optional(Moment),
  place: Optional(Short),
  chairId: Optional(Id),
  secretaryId: Optional(Id),
}

export const AskBody = Type.Object({
  /** Made by the screen: the id of the order and of the consultation. */
  id: Uuid,
  kind: Type.String({ pattern: '^[a-z-]{2,30}$' }),
  urgent: Optional(Type.Boolean()),
  question: Type.String({ minLength: 3, maxLength: 500 }),
  invited: Type.Array(Invited, { maxItems: 40 }),
  ...planned,
})
export type AskBody = Static<typeof AskBody>

export const ConferenceBody = Type.Object({
  id: Uuid,
  topic: Type.String({ minLength: 3, maxLength: 500 }),
  invited: Type.Array(Invited, { minItems: 1, maxItems: 40 }),
  ...planned,
})
export type ConferenceBody = Static<typeof ConferenceBody>

export const ReviewBody = Type.Object({
  id: Uuid,
  invited: Type.Array(Invited, { maxItems: 40 }),
  ...planned,
})
export type ReviewBody = Static<typeof ReviewBody>

export const InviteBody = Type.Object({ invited: Type.Array(Invited, { minItems: 1, maxItems: 40 }) })
export const PlanBody = Type.Object(planned)
export type PlanBody = Static<typeof PlanBody>
export const ReasonBody = Type.Object({ reason: Type.String({ maxLength: 300 }) })

export const AnswerBody = Type.Object({
  invitationId: Id,
  answer: Type.Enum(['accept', 'decline', 'propose', 'replace']),
  reason: Optional(Type.String({ maxLength: 300 })),
  /** Another time, when it is proposed. */
  at: Optional(Moment),
  /** Who goes instead. */
  practitionerId: Optional(Id),
})
export type AnswerBody = Static<typeof AnswerBody>

export const OpinionBody = Type.Object({ text: Type.String({ minLength: 2, maxLength: 4000 }) })

const DeathTexts = Type.Object({
  history: Long,
  admissionState: Long,
  diagnoses: Long,
  cause: Long,
  reception: Long,
  examination: Long,
  treatment: Long,
  care: Long,
  family: Long,
})
export type DeathTexts = Static<typeof DeathTexts>

export const MinutesBody = Type.Object({
  heldAt: Moment,
  place: Optional(Short),
  chairId: Id,
  secretaryId: Id,
  summary: Long,
  conclusion: Long,
  plan: Long,
  death: Optional(DeathTexts),
  /** Of a conference: what somebody now has to do, and by when. */
  decisions: Optional(Type.Array(Type.Object({ text: Short, dueAt: Moment }), { maxItems: 20 })),
  /** `save` keeps the texts, `paper` puts them on the form to go on there, `finish` completes the form and ends the meeting. */
  step: Type.Enum(['save', 'paper', 'finish']),
})
export type MinutesBody = Static<typeof MinutesBody>

const Fill = Type.Object({
  id: Type.String(),
  form: Type.String(),
  status: Type.String(),
  paperId: Optional(Type.String()),
})
export const MinutesAnswer = Type.Object({ fills: Type.Array(Fill), ended: Type.Boolean() })
export type MinutesAnswer = Static<typeof MinutesAnswer>

const Kind = Type.Enum([...meetingKinds])

export const MeetingRow = Type.Object({
  id: Type.String(),
  kind: Kind,
  title: Type.String(),
  /** Kind of a consultation. */
  form: Optional(Words),
  urgent: Type.Boolean(),
  patientId: Type.String(),
  patientName: Type.String(),
  encounterId: Type.String(),
  department: Optional(Type.String()),
  question: Type.String(),
  askedAt: Type.String(),
  askedBy: Type.String(),
  at: Optional(Type.String()),
  place: Optional(Type.String()),
  dueAt: Optional(Type.String()),
  late: Type.Boolean(),
  state: Type.String(),
  invited: Type.Integer(),
  accepted: Type.Integer(),
  /** The invitation of who asks for the list, or of the own department. */
  mine: Optional(
    Type.Object({
      id: Type.String(),
      state: Type.String(),
      department: Optional(Type.String()),
      dueAt: Optional(Type.String()),
      late: Type.Boolean(),
    }),
  ),
})
export type MeetingRow = Static<typeof MeetingRow>

export const MineView = Type.Object({
  /** Waits for an answer of mine or of my department. */
  invited: Type.Array(MeetingRow),
  /** I have accepted; it is still to be held. */
  coming: Type.Array(MeetingRow),
  asked: Type.Array(MeetingRow),
  /** I chair or write, and its time has come. */
  toWrite: Type.Array(MeetingRow),
  /** Of my departments and mine: not answered or not held in time. */
  late: Type.Array(MeetingRow),
})
export type MineView = Static<typeof MineView>
export const CountView = Type.Object({ count: Type.Integer(), tone: Optional(Type.String()) })

export const StayMeetings = Type.Object({
  patientId: Type.String(),
  editable: Type.Boolean(),
  /** The patient died in this stay. */
  died: Type.Boolean(),
  meetings: Type.Array(MeetingRow),
  kinds: Type.Array(Type.Object({ code: Type.String(), title: Words, source: Type.String() })),
  departments: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
  /** Drugs in force that are given after a consultation, and have none. */
  drugs: Type.Array(Type.Object({ name: Type.String(), since: Type.String(), why: Words, source: Type.String() })),
})
export type StayMeetings = Static<typeof StayMeetings>

export const InvitationView = Type.Object({
  id: Type.String(),
  who: Type.String(),
  title: Optional(Type.String()),
  department: Optional(Type.String()),
  practitionerId: Optional(Type.String()),
  isDepartment: Type.Boolean(),
  state: Type.String(),
  reason: Optional(Type.String()),
  proposedAt: Optional(Type.String()),
  replaces: Optional(Type.String()),
  answeredAt: Optional(Type.String()),
  dueAt: Optional(Type.String()),
  late: Type.Boolean(),
  opinion: Optional(Type.String()),
  /** I may answer it. */
  mine: Type.Boolean(),
})
export type InvitationView = Static<typeof InvitationView>

export const ChartFacts = Type.Object({
  reason: Type.String(),
  diagnosis: Optional(Type.String()),
  day: Type.Integer(),
  vitals: Type.String(),
  results: Type.Array(Type.String()),
  medicines: Type.Array(Type.String()),
  course: Type.Array(Type.Object({ at: Type.String(), doctor: Type.String(), text: Type.String() })),
  /** Proposed for the minutes, from all of this. */
  summary: Type.String(),
})
export type ChartFacts = Static<typeof ChartFacts>

export const MeetingView = Type.Object({
  ...MeetingRow.properties,
  /** The record takes entries and the meeting is not over. */
  editable: Type.Boolean(),
  /** I asked for it, chair it, write it, or treat the patient: I plan, invite, write the minutes and cancel. */
  conducts: Type.Boolean(),
  chair: Optional(Person),
  secretary: Optional(Person),
  invitations: Type.Array(InvitationView),
  cancelReason: Optional(Type.String()),
  endedAt: Optional(Type.String()),
  chart: Optional(ChartFacts),
  /** The chart was open for the meeting, and closed with it. */
  chartClosedAt: Optional(Type.String()),
  /** Texts of the minutes as they were kept last. */
  minutes: Type.Object({
    summary: Optional(Type.String()),
    conclusion: Optional(Type.String()),
    plan: Optional(Type.String()),
    death: Optional(DeathTexts),
    fills: Type.Array(Fill),
  }),
  decisions: Type.Array(Type.Object({ text: Type.String(), dueAt: Type.String(), state: Type.String() })),
  /** Orders that follow from its conclusion. */
  orders: Type.Array(Type.Object({ id: Type.String(), type: Type.String(), name: Type.String() })),
})
export type MeetingView = Static<typeof MeetingView>

export const DeathRow = Type.Object({
  encounterId: Type.String(),
  patientId: Type.String(),
  patientName: Type.String(),
  recordNumber: Type.String(),
  department: Type.String(),
  diedAt: Type.String(),
  dueOn: Optional(Type.String()),
  late: Type.Boolean(),
  /** none, planned, held */
  state: Type.Enum(['none', 'planned', 'held']),
  meetingId: Optional(Type.String()),
  at: Optional(Type.String()),
})
export type DeathRow = Static<typeof DeathRow>
export const DeathsView = Type.Object({
  days: Optional(Type.Integer()),
  source: Optional(Type.String()),
  deaths: Type.Array(DeathRow),
})
export type DeathsView = Static<typeof DeathsView>

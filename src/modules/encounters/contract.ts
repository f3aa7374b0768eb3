import Type, { type Static } from 'typebox'

const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })
export const EncounterParams = Type.Object({ encounterId: Id })
export const QueueState = Type.Union([
  Type.Literal('waiting'),
  Type.Literal('called'),
  Type.Literal('in-room'),
  Type.Literal('skipped'),
  Type.Literal('done'),
  Type.Literal('cancelled'),
])
export type QueueState = Static<typeof QueueState>
export const Payer = Type.Union([Type.Literal('bhyt'), Type.Literal('self')])
export type Payer = Static<typeof Payer>

export const RoomsQuery = Type.Object({ reason: Type.Optional(Type.String({ maxLength: 200 })) })
export const Room = Type.Object({
  id: Type.String(),
  name: Type.String(),
  place: Type.Optional(Type.String()),
  specialty: Type.Optional(Type.String()),
  doctor: Type.Optional(Type.String()),
  waiting: Type.Integer(),
  /** Minutes that somebody who comes now waits, from the measured mean of the room. */
  waitMinutes: Type.Integer(),
  /** Whether the mean was measured, or is the default. */
  measured: Type.Boolean(),
  /** The numbers that would come next: in turn, and with priority. Another desk may be faster. */
  nextNumber: Type.String(),
  nextPriority: Type.String(),
  /** Points of fit with the reason; 0 is no suggestion. */
  fit: Type.Integer(),
})
export type Room = Static<typeof Room>
export const PriorityChoice = Type.Object({
  code: Type.String(),
  text: Type.String(),
  /** Given by age alone: from, and below, these completed years. */
  from: Type.Optional(Type.Integer()),
  below: Type.Optional(Type.Integer()),
})
export const RoomsAnswer = Type.Object({ rooms: Type.Array(Room), priorities: Type.Array(PriorityChoice) })
export type RoomsAnswer = Static<typeof RoomsAnswer>

export const CheckInBody = Type.Object({
  patientId: Id,
  roomId: Id,
  reason: Type.String({ maxLength: 300 }),
  payer: Payer,
  /** Code of data/rules/queue-priority.json; age gives it by itself when absent; empty is in turn all the same. */
  priority: Type.Optional(Type.String({ maxLength: 20 })),
  /** The patient already waits for this room today, and shall get a second number. */
  again: Type.Optional(Type.Boolean()),
})
export type CheckInBody = Static<typeof CheckInBody>

export const Ticket = Type.Object({
  encounterId: Type.String(),
  recordNumber: Type.String(),
  room: Type.Object({ id: Type.String(), name: Type.String(), place: Type.Optional(Type.String()) }),
  number: Type.String(),
  patientName: Type.String(),
  priority: Type.Optional(Type.String()),
  ahead: Type.Integer(),
  /** When the turn is expected, ISO with the offset of Viet Nam. */
  expectedAt: Type.String(),
  printedAt: Type.String(),
  facility: Type.String(),
})
export type Ticket = Static<typeof Ticket>

export const QueueQuery = Type.Object({
  room: Type.Optional(Id),
  /** One or more states, separated by commas. */
  state: Type.Optional(Type.String({ maxLength: 80 })),
  /** Only those whose vital signs were not taken yet. */
  untriaged: Type.Optional(Type.Boolean()),
  day: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
})
export const QueueEntry = Type.Object({
  encounterId: Type.String(),
  patientId: Type.String(),
  number: Type.String(),
  recordNumber: Type.String(),
  name: Type.String(),
  sex: Type.String(),
  birthDate: Type.Optional(Type.String()),
  ageText: Type.Optional(Type.String()),
  mrn: Type.Optional(Type.String()),
  roomId: Type.String(),
  roomName: Type.String(),
  priority: Type.Optional(Type.String()),
  payer: Payer,
  reason: Type.String(),
  state: QueueState,
  arrivedAt: Type.String(),
  triagedAt: Type.Optional(Type.String()),
  calledAt: Type.Optional(Type.String()),
  startedAt: Type.Optional(Type.String()),
  finishedAt: Type.Optional(Type.String()),
})
export type QueueEntry = Static<typeof QueueEntry>
export const QueueAnswer = Type.Object({
  entries: Type.Array(QueueEntry),
  counts: Type.Record(Type.String(), Type.Integer()),
  total: Type.Integer(),
})
export type QueueAnswer = Static<typeof QueueAnswer>

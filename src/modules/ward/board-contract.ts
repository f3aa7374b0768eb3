import Type, { type Static } from 'typebox'
import { Asked } from './asked-contract.ts'

const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })
const Optional = Type.Optional
const Instant = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})$',
})

export const BoardQuery = Type.Object({
  department: Optional(Id),
  /** The board as it was at a past minute; now when absent. */
  at: Optional(Instant),
})

export const Lying = Type.Object({
  encounterId: Type.String(),
  patientId: Type.String(),
  name: Type.String(),
  sex: Type.String(),
  ageText: Optional(Type.String()),
  mrn: Optional(Type.String()),
  recordNumber: Type.String(),
  day: Type.Integer(),
  admittedAt: Type.String(),
  diagnosis: Optional(Type.String()),
  reason: Type.String(),
  doctor: Optional(Type.String()),
  onLeave: Type.Boolean(),
  /** Department that a transfer waits for. */
  transferTo: Optional(Type.String()),
  motherStay: Optional(Type.String()),
  /** 1, 2 or 3: level of nursing care that is ordered. */
  careLevel: Optional(Type.String()),
  /** The last early-warning score, of the last day and a half. */
  warning: Optional(
    Type.Object({ score: Type.String(), total: Type.Integer(), red: Type.Boolean(), at: Optional(Type.String()) }),
  ),
  expectedDischarge: Optional(Type.String()),
})
export type Lying = Static<typeof Lying>

export const Bed = Type.Object({
  id: Type.String(),
  name: Type.String(),
  kind: Optional(Type.String()),
  /** free, taken, cleaning, isolated (and free), closed, contaminated, held */
  state: Type.Enum(['free', 'taken', 'cleaning', 'isolated', 'closed', 'contaminated', 'held']),
  isolation: Type.Boolean(),
  hold: Optional(Type.Object({ note: Type.String(), until: Optional(Type.String()) })),
  patient: Optional(Lying),
})
export type Bed = Static<typeof Bed>

export const BoardRoom = Type.Object({
  id: Type.String(),
  name: Type.String(),
  sex: Optional(Type.String()),
  taken: Type.Integer(),
  beds: Type.Array(Bed),
})
export type BoardRoom = Static<typeof BoardRoom>

export const Incoming = Type.Object({
  encounterId: Type.String(),
  name: Type.String(),
  from: Type.String(),
  to: Type.String(),
  reason: Type.String(),
  urgent: Type.Boolean(),
  askedAt: Type.String(),
  askedBy: Type.String(),
  /** Hand-over papers that are not completed yet. */
  missing: Type.Array(Type.String()),
})
export type Incoming = Static<typeof Incoming>

export const Board = Type.Object({
  at: Type.String(),
  isPast: Type.Boolean(),
  department: Type.Object({ id: Type.String(), name: Type.String() }),
  departments: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      beds: Type.Integer(),
      taken: Type.Integer(),
      waiting: Type.Integer(),
    }),
  ),
  rooms: Type.Array(BoardRoom),
  /** On the ward without a bed. */
  unplaced: Type.Array(Lying),
  /** Sent here by visits, and not in the hospital yet. */
  asked: Type.Array(Asked),
  incoming: Type.Array(Incoming),
  outgoing: Type.Array(Incoming),
  left: Type.Array(
    Type.Object({
      encounterId: Type.String(),
      name: Type.String(),
      recordNumber: Type.String(),
      leftAt: Type.String(),
      disposition: Optional(Type.String()),
    }),
  ),
})
export type Board = Static<typeof Board>

export const CensusQuery = Type.Object({
  /** Day that the census closes, at its midnight: 24:00 of this day, as the hospital reports it. */
  day: Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
  /** Or the time between two moments. */
  from: Optional(Instant),
  to: Optional(Instant),
})
export const CensusRow = Type.Object({
  department: Type.Object({ id: Type.String(), name: Type.String() }),
  beds: Type.Integer(),
  before: Type.Integer(),
  admitted: Type.Integer(),
  transferredIn: Type.Integer(),
  transferredOut: Type.Integer(),
  discharged: Type.Integer(),
  transferredAway: Type.Integer(),
  died: Type.Integer(),
  remaining: Type.Integer(),
  onLeave: Type.Integer(),
})
export type CensusRow = Static<typeof CensusRow>
export const Census = Type.Object({ from: Type.String(), to: Type.String(), rows: Type.Array(CensusRow) })
export type Census = Static<typeof Census>

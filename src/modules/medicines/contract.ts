import Type, { type Static } from 'typebox'
import { rights } from './domain/five-rights.ts'

const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })
const Uuid = Type.String({ pattern: '^[0-9a-f-]{36}$' })
const Instant = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})$',
})
const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })
const Code = Type.String({ minLength: 1, maxLength: 40 })
const Scanned = Type.String({ minLength: 1, maxLength: 200 })
const Amount = Type.String({ pattern: '^\\d{1,7}([.,]\\d{1,4})?$' })
const Note = Type.String({ minLength: 1, maxLength: 300 })
const Reason = Type.String({ minLength: 3, maxLength: 300 })

export const StayPath = Type.Object({ id: Id })
export const DosePath = Type.Object({ id: Id })

export const GiveDose = Type.Object({
  /** Id of the MedicationAdministration, made by the screen. */
  id: Uuid,
  requestId: Id,
  /** The hour it is due; absent of a medicine given when needed. */
  dueAt: Type.Optional(Instant),
  /** What was scanned on the pack. */
  code: Type.Optional(Scanned),
  /** Code of a reason why nothing was scanned. */
  drugBy: Type.Optional(Code),
  timeReason: Type.Optional(Code),
  /** How many of what is counted in stock, where the strength does not say. */
  units: Type.Optional(Amount),
  /** Of these, what was left over and destroyed before the second person. */
  destroyed: Type.Optional(Amount),
  /** mL of the bag of an infusion. */
  bag: Type.Optional(Amount),
  /** Before a medicine that is given when needed: value on the scale. */
  before: Type.Optional(Amount),
  note: Type.Optional(Note),
})
export type GiveDose = Static<typeof GiveDose>

export const GiveBody = Type.Object({
  /** What was scanned on the wristband. */
  band: Type.Optional(Scanned),
  /** Code of a reason why the wristband was not scanned. */
  patientBy: Type.Optional(Code),
  /** When it was given; now when absent. */
  at: Type.Optional(Instant),
  secondPersonId: Type.Optional(Uuid),
  doses: Type.Array(GiveDose, { minItems: 1, maxItems: 40 }),
})
export type GiveBody = Static<typeof GiveBody>

export const NotGivenBody = Type.Object({
  id: Uuid,
  requestId: Id,
  dueAt: Instant,
  reason: Code,
  note: Type.Optional(Note),
  at: Type.Optional(Instant),
})
export type NotGivenBody = Static<typeof NotGivenBody>

export const VomitedBody = Type.Object({ note: Note, at: Type.Optional(Instant) })
export type VomitedBody = Static<typeof VomitedBody>
export const WithdrawBody = Type.Object({ reason: Reason, secondPersonId: Type.Optional(Uuid) })
export const EffectBody = Type.Object({
  value: Amount,
  note: Type.Optional(Note),
  at: Type.Optional(Instant),
})
export type EffectBody = Static<typeof EffectBody>

export const InfusionBody = Type.Object({
  kind: Type.Enum(['rate', 'pause', 'resume', 'bag', 'end']),
  at: Type.Optional(Instant),
  rate: Type.Optional(Amount),
  bag: Type.Optional(Amount),
  /** mL left in the bag that was taken down. */
  left: Type.Optional(Amount),
  /** Of another bag: its code and the wristband, or why either was not scanned. */
  code: Type.Optional(Scanned),
  drugBy: Type.Optional(Code),
  band: Type.Optional(Scanned),
  patientBy: Type.Optional(Code),
  secondPersonId: Type.Optional(Uuid),
})
export type InfusionBody = Static<typeof InfusionBody>

const Bilingual = { vi: Type.String(), en: Type.String() }
export const ReasonView = Type.Object({ code: Type.String(), ...Bilingual })
export type ReasonView = Static<typeof ReasonView>

export const cellStates = [
  'planned',
  'due',
  'late',
  'rest',
  'given',
  'refused',
  'held',
  'not-available',
  'vomited',
  'running',
  'infused',
] as const
export type CellState = (typeof cellStates)[number]

export const DoseView = Type.Object({
  id: Type.String(),
  dueAt: Type.String(),
  at: Type.String(),
  outcome: Type.Enum(['given', 'refused', 'held', 'not-available', 'vomited', 'running', 'infused', 'withdrawn']),
  by: Type.String(),
  witness: Type.Optional(Type.String()),
  amount: Type.Optional(Type.String()),
  unit: Type.Optional(Type.String()),
  lots: Type.Array(Type.String()),
  debt: Type.Optional(Type.String()),
  reason: Type.Optional(Type.String()),
  timeReason: Type.Optional(Type.String()),
  patientBy: Type.Optional(Type.String()),
  drugBy: Type.Optional(Type.String()),
  note: Type.Optional(Type.String()),
  withdrawn: Type.Optional(Type.Object({ reason: Type.String(), by: Type.String(), at: Type.String() })),
  effect: Type.Optional(
    Type.Object({
      scale: Type.String(),
      dueAt: Type.String(),
      before: Type.Optional(Type.String()),
      after: Type.Optional(Type.String()),
      at: Type.Optional(Type.String()),
    }),
  ),
  infusion: Type.Optional(
    Type.Object({
      state: Type.Enum(['running', 'paused', 'ended']),
      rate: Type.String(),
      computedMl: Type.String(),
      measuredMl: Type.Optional(Type.String()),
      hungMl: Type.String(),
      /** When the bag will be empty at this rate. */
      emptyAt: Type.Optional(Type.String()),
      events: Type.Array(
        Type.Object({
          kind: Type.String(),
          at: Type.String(),
          rate: Type.Optional(Type.String()),
          bag: Type.Optional(Type.String()),
          left: Type.Optional(Type.String()),
          lot: Type.Optional(Type.String()),
          by: Type.Optional(Type.String()),
        }),
      ),
    }),
  ),
})
export type DoseView = Static<typeof DoseView>

export const CellView = Type.Object({
  dueAt: Type.String(),
  state: Type.Enum([...cellStates]),
  /** Minutes before and after the hour that count as on time. */
  limitMinutes: Type.Integer(),
  minutesLate: Type.Optional(Type.Integer()),
  dose: Type.Optional(DoseView),
})
export type CellView = Static<typeof CellView>

export const OrderView = Type.Object({
  requestId: Type.String(),
  name: Type.String(),
  drugCode: Type.String(),
  ingredients: Type.Array(Type.Object({ code: Type.String(), name: Type.String() })),
  strength: Type.String(),
  form: Type.String(),
  unit: Type.String(),
  route: Type.Object({ code: Type.String(), name: Type.String() }),
  dose: Type.Optional(Type.String()),
  doseUnit: Type.Optional(Type.String()),
  rate: Type.Optional(Type.String()),
  timing: Type.Enum(['scheduled', 'once', 'needed', 'continuous']),
  status: Type.String(),
  own: Type.Boolean(),
  controlled: Type.Boolean(),
  twoPersons: Type.Boolean(),
  highAlert: Type.Array(Type.Object(Bilingual)),
  antibioticDay: Type.Optional(Type.Integer()),
  /** How many of what is counted a dose takes; absent when the nurse has to say. */
  units: Type.Optional(Type.String()),
  note: Type.Optional(Type.String()),
  requester: Type.Optional(Type.String()),
  /** When the order it took the place of was last given, if that was today or yesterday. */
  beforeAt: Type.Optional(Type.String()),
  needed: Type.Optional(
    Type.Object({
      reason: Type.String(),
      scale: Type.String(),
      gapMinutes: Type.Optional(Type.Integer()),
      most: Type.Optional(Type.String()),
      mostOf: Type.Optional(Type.Enum(['doses', 'amount'])),
      mostHours: Type.Optional(Type.Number()),
      used: Type.String(),
      lastAt: Type.Optional(Type.String()),
      /** Absent when it may be given now. */
      from: Type.Optional(Type.String()),
    }),
  ),
  cells: Type.Array(CellView),
  /** Doses of the day that stand at no hour: given when needed, and those written in error. */
  others: Type.Array(DoseView),
})
export type OrderView = Static<typeof OrderView>

export const MedicinesQuery = Type.Object({ day: Type.Optional(Day) })
export const MedicinesView = Type.Object({
  day: Type.String(),
  now: Type.String(),
  patientId: Type.String(),
  department: Type.String(),
  /** The stay goes on and its record is open. */
  open: Type.Boolean(),
  orders: Type.Array(OrderView),
  notGiven: Type.Array(ReasonView),
  timeReasons: Type.Array(ReasonView),
  byHand: Type.Array(ReasonView),
  scales: Type.Array(
    Type.Object({ key: Type.String(), ...Bilingual, min: Type.Number(), max: Type.Number(), unit: Type.String() }),
  ),
  bandMinutes: Type.Integer(),
})
export type MedicinesView = Static<typeof MedicinesView>

export const CheckBody = Type.Object({ code: Scanned, requestIds: Type.Array(Id, { maxItems: 60 }) })
export type CheckBody = Static<typeof CheckBody>
export const CheckView = Type.Object({
  name: Type.String(),
  drugCode: Type.String(),
  lot: Type.Optional(Type.String()),
  expiresOn: Type.Optional(Type.String()),
  /** The order it is for; absent when none of them asks for it. */
  requestId: Type.Optional(Type.String()),
  wrong: Type.Optional(
    Type.Object({
      right: Type.Enum([...rights]),
      because: Type.Enum(['other', 'strength', 'form', 'expired']),
      drug: Type.Optional(Type.String()),
    }),
  ),
})
export type CheckView = Static<typeof CheckView>

export const BandQuery = Type.Object({ code: Scanned })
export const BandView = Type.Object({
  encounterId: Type.String(),
  patientId: Type.String(),
  name: Type.String(),
  bed: Type.String(),
})
export type BandView = Static<typeof BandView>

export const WardQuery = Type.Object({ department: Type.Optional(Id) })
export const WardPatient = Type.Object({
  encounterId: Type.String(),
  patientId: Type.String(),
  name: Type.String(),
  bed: Type.String(),
  room: Type.String(),
  late: Type.Integer(),
  due: Type.Integer(),
  nextAt: Type.Optional(Type.String()),
  doses: Type.Array(
    Type.Object({
      requestId: Type.String(),
      dueAt: Type.String(),
      name: Type.String(),
      amount: Type.String(),
      route: Type.String(),
      state: Type.Enum([...cellStates]),
      twoPersons: Type.Boolean(),
      minutesLate: Type.Optional(Type.Integer()),
    }),
  ),
  effects: Type.Array(Type.Object({ id: Type.String(), name: Type.String(), dueAt: Type.String() })),
  infusions: Type.Array(
    Type.Object({ name: Type.String(), rate: Type.String(), emptyAt: Type.Optional(Type.String()) }),
  ),
})
export type WardPatient = Static<typeof WardPatient>
export const WardView = Type.Object({
  department: Type.String(),
  departments: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })),
  now: Type.String(),
  patients: Type.Array(WardPatient),
})
export type WardView = Static<typeof WardView>

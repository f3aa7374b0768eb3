import Type, { type Static } from 'typebox'

const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })
const Instant = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})$',
})
const Reason = Type.String({ maxLength: 500 })
const Optional = Type.Optional
const Named = Type.Object({ id: Type.String(), name: Type.String() })

export const StayParams = Type.Object({ encounterId: Id })
export const BedParams = Type.Object({ bedId: Id })

export const AdmitSource = Type.Enum(['outpatient', 'emergency', 'direct', 'birth'])
export const Disposition = Type.Enum(['home', 'against-advice', 'transfer-out', 'death'])
export type Disposition = Static<typeof Disposition>
export const Payer = Type.Enum(['bhyt', 'self'])

const bedChoice = {
  bedId: Optional(Id),
  /** The room is for the other sex, and it is chosen all the same. */
  anySex: Optional(Type.Boolean()),
  /** The bed is kept, and this is the patient it is kept for. */
  fromHold: Optional(Type.Boolean()),
}

const ToldDiagnosis = Type.Object({
  /** ICD-10 */
  code: Type.String({ pattern: '^[A-Z][0-9A-Z.]{1,7}$' }),
  text: Type.String({ minLength: 1, maxLength: 300 }),
})

export const AdmitBody = Type.Object({
  patientId: Id,
  departmentId: Id,
  ...bedChoice,
  source: AdmitSource,
  /** Outpatient visit that ended in the admission. */
  fromEncounterId: Optional(Id),
  reason: Reason,
  /** Main diagnosis at admission; that of the visit when absent. */
  diagnosis: Optional(ToldDiagnosis),
  payer: Payer,
  doctorId: Optional(Id),
  /** When the patient came in; now when absent. */
  at: Optional(Instant),
})
export type AdmitBody = Static<typeof AdmitBody>
export const Admitted = Type.Object({ encounterId: Type.String(), recordNumber: Type.String() })
export type Admitted = Static<typeof Admitted>

export const BedBody = Type.Object({ ...bedChoice, bedId: Id })
export type BedBody = Static<typeof BedBody>
export const SwapBody = Type.Object({
  stays: Type.Array(Id, { minItems: 2, maxItems: 2 }),
  anySex: Optional(Type.Boolean()),
})
export type SwapBody = Static<typeof SwapBody>
export const BedStateBody = Type.Object({ status: Type.Enum(['U', 'H', 'I', 'C', 'K']) })
export type BedStateBody = Static<typeof BedStateBody>
export const HoldBody = Type.Object({
  note: Type.String({ minLength: 2, maxLength: 120 }),
  until: Optional(Instant),
})
export type HoldBody = Static<typeof HoldBody>

export const ReasonBody = Type.Object({ reason: Reason })
export const LeaveBody = Type.Object({ reason: Reason, until: Optional(Instant) })
export const ExpectedBody = Type.Object({
  /** Null: nobody says any more. */
  day: Type.Union([Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }), Type.Null()]),
})
export const TransferBody = Type.Object({ departmentId: Id, reason: Reason, urgent: Optional(Type.Boolean()) })
export type TransferBody = Static<typeof TransferBody>
export const AcceptBody = Type.Object(bedChoice)
export type AcceptBody = Static<typeof AcceptBody>
export const DischargeBody = Type.Object({
  disposition: Disposition,
  at: Optional(Instant),
  note: Optional(Reason),
  /** The main diagnosis at the end; the one that is written already when absent. */
  diagnosis: Optional(ToldDiagnosis),
})
export type DischargeBody = Static<typeof DischargeBody>
export const UndoBody = Type.Object({ reason: Reason, bedId: Optional(Id) })
export type UndoBody = Static<typeof UndoBody>
const Apgar = Optional(Type.Integer({ minimum: 0, maximum: 10 }))
export const NewbornBody = Type.Object({
  sex: Type.Enum(['male', 'female']),
  bornAt: Instant,
  name: Optional(Type.String({ maxLength: 120 })),
  bedId: Optional(Id),
  weightGrams: Optional(Type.Integer({ minimum: 200, maximum: 8000 })),
  lengthCm: Optional(Type.Number({ minimum: 20, maximum: 70 })),
  headCm: Optional(Type.Number({ minimum: 15, maximum: 50 })),
  /** One, five and ten minutes after birth. */
  apgar1: Apgar,
  apgar5: Apgar,
  apgar10: Apgar,
})
export type NewbornBody = Static<typeof NewbornBody>

export const Transfer = Type.Object({
  encounterId: Type.String(),
  patientId: Type.String(),
  name: Type.String(),
  from: Named,
  to: Named,
  reason: Type.String(),
  urgent: Type.Boolean(),
  askedAt: Type.String(),
  askedBy: Type.String(),
  /** Hand-over papers that are not completed yet. */
  missing: Type.Array(Type.String()),
})
export type Transfer = Static<typeof Transfer>

/** What a screen of a stay shows at its head. */
export const StayView = Type.Object({
  encounterId: Type.String(),
  patientId: Type.String(),
  name: Type.String(),
  mrn: Optional(Type.String()),
  sex: Type.String(),
  birthDate: Optional(Type.String()),
  ageText: Optional(Type.String()),
  recordNumber: Type.String(),
  recordState: Type.String(),
  status: Type.Enum(['in-progress', 'onleave', 'finished', 'cancelled', 'entered-in-error']),
  payer: Type.String(),
  department: Named,
  bed: Optional(Type.Object({ id: Type.String(), name: Type.String(), room: Optional(Type.String()) })),
  /** Day n of the stay; the day of admission is day 1. */
  day: Type.Integer(),
  admittedAt: Type.String(),
  leftAt: Optional(Type.String()),
  disposition: Optional(Type.String()),
  source: Optional(Type.String()),
  reason: Type.String(),
  diagnosis: Optional(Type.Object({ code: Optional(Type.String()), text: Type.String() })),
  doctor: Optional(Named),
  allergies: Type.Object({
    state: Type.Enum(['unknown', 'none', 'present']),
    askedAt: Optional(Type.String()),
    items: Type.Array(
      Type.Object({
        substance: Type.String(),
        severity: Optional(Type.String()),
        anaphylaxis: Optional(Type.String()),
      }),
    ),
  }),
  weightKg: Optional(Type.String()),
  /** 1, 2 or 3: level of nursing care that is ordered. */
  careLevel: Optional(Type.String()),
  isolated: Type.Boolean(),
  leaveSince: Optional(Type.String()),
  /** Day on which the patient is expected to leave. */
  expectedDischarge: Optional(Type.String()),
  transfer: Optional(Transfer),
  motherStay: Optional(Type.String()),
  newborns: Type.Array(Type.Object({ encounterId: Type.String(), patientId: Type.String(), name: Type.String() })),
  fromEncounterId: Optional(Type.String()),
  places: Type.Array(
    Type.Object({
      name: Type.String(),
      department: Type.String(),
      from: Type.String(),
      to: Optional(Type.String()),
    }),
  ),
  events: Type.Array(
    Type.Object({
      kind: Type.String(),
      at: Type.String(),
      who: Type.String(),
      reason: Optional(Type.String()),
      to: Optional(Type.String()),
    }),
  ),
})
export type StayView = Static<typeof StayView>

export const StaysQuery = Type.Object({ patient: Id })
export const StayList = Type.Object({
  stays: Type.Array(
    Type.Object({
      encounterId: Type.String(),
      recordNumber: Type.String(),
      status: Type.String(),
      department: Named,
      bed: Optional(Type.String()),
      admittedAt: Type.String(),
      leftAt: Optional(Type.String()),
      disposition: Optional(Type.String()),
    }),
  ),
})
export type StayList = Static<typeof StayList>

export const LacksQuery = Type.Object({ disposition: Type.Optional(Disposition) })
export const Lacks = Type.Object({
  /** The main diagnosis is written already. */
  diagnosed: Type.Boolean(),
  missing: Type.Array(
    Type.Object({
      text: Type.String(),
      name: Type.String(),
      who: Type.Optional(Type.String()),
      source: Type.String(),
      /** Where it is done: exam, documents, laboratory, results, prescriptions. */
      place: Type.String(),
      target: Type.Optional(Type.String()),
    }),
  ),
})
export type Lacks = Static<typeof Lacks>

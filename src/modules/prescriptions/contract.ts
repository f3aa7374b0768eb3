import Type, { type Static } from 'typebox'
import { drugKinds } from '#kernel/drug/drug-kind.ts'
import { BasisView, UncoveredView } from '#modules/order-checks/index.ts'
import { alertKinds, alertLevels } from './domain/alert.ts'
import { meals, moments } from './domain/line.ts'

const oneOf = <const T extends string>(values: readonly T[]) => Type.Enum([...values])
const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })

export const EncounterParams = Type.Object({ id: Id })

/** One drug as the doctor enters it. */
export const LineForm = Type.Object({
  id: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
  drugCode: Type.String({ minLength: 1, maxLength: 60 }),
  dose: Type.Number({ exclusiveMinimum: 0, maximum: 10_000 }),
  /** Unit of the dose when it is measured and not counted: mL of a syrup. */
  doseUnit: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
  timesADay: Type.Integer({ minimum: 1, maximum: 24 }),
  /** 7 for a drug taken weekly; daily when absent. */
  everyDays: Type.Optional(Type.Integer({ minimum: 2, maximum: 30 })),
  days: Type.Integer({ minimum: 1, maximum: 365 }),
  /** Worked out from the course when absent and the dose is counted in the drug's unit. */
  quantity: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 10_000 })),
  moments: Type.Array(oneOf(moments), { maxItems: 5, uniqueItems: true }),
  meal: Type.Optional(oneOf(meals)),
  asNeeded: Type.Optional(Type.String({ maxLength: 120 })),
  note: Type.Optional(Type.String({ maxLength: 300 })),
})
export type LineForm = Static<typeof LineForm>

export const OverrideForm = Type.Object({
  key: Type.String({ minLength: 1, maxLength: 200 }),
  reason: Type.String({ maxLength: 300 }),
})

export const DraftBody = Type.Object({
  /** What the screen last read; another value on the server means someone else wrote. */
  basis: Type.String({ maxLength: 64 }),
  lines: Type.Array(LineForm, { maxItems: 40 }),
  companion: Type.Optional(Type.String({ maxLength: 120 })),
  overrides: Type.Optional(Type.Array(OverrideForm, { maxItems: 80 })),
})
export type DraftBody = Static<typeof DraftBody>

export const IssueBody = Type.Object({ basis: Type.String({ maxLength: 64 }) })
export type IssueBody = Static<typeof IssueBody>

export const ReplaceBody = Type.Object({
  code: Type.String({ pattern: '^[0-9A-Za-z]{12}-[A-Za-z]$' }),
  reason: Type.String({ minLength: 3, maxLength: 300 }),
})
export type ReplaceBody = Static<typeof ReplaceBody>

export const AlertView = Type.Object({
  key: Type.String(),
  kind: oneOf(alertKinds),
  level: oneOf(alertLevels),
  overridable: Type.Boolean(),
  lineId: Type.Optional(Type.String()),
  reason: Type.String(),
  values: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  /** Words of a check that is the same on the ward. */
  told: Type.Optional(
    Type.Object({
      what: Type.String(),
      why: Type.String(),
      todo: Type.String(),
      source: Type.String(),
      confidence: Type.String(),
    }),
  ),
  /** The doctor's reason for going on. */
  accepted: Type.Optional(Type.String()),
})
export type AlertView = Static<typeof AlertView>

export const LineView = Type.Intersect([
  LineForm,
  Type.Object({
    name: Type.String(),
    tradeName: Type.Optional(Type.String()),
    form: Type.String(),
    unit: Type.String(),
    kind: oneOf(drugKinds),
    quantity: Type.Number(),
    dosage: Type.String(),
    printedQuantity: Type.String(),
    /** kept: as last time; changed: the same substance otherwise; new. */
    since: oneOf(['kept', 'changed', 'new']),
  }),
])
export type LineView = Static<typeof LineView>

export const IssuedView = Type.Object({
  code: Type.String(),
  kind: oneOf(drugKinds),
  issuedAt: Type.String(),
  /** Last day on which a pharmacy may fill it. */
  validUntil: Type.String(),
  state: oneOf(['active', 'replaced']),
  replaces: Type.Optional(Type.String()),
  lines: Type.Array(LineView),
})
export type IssuedView = Static<typeof IssuedView>

export const PrescriptionView = Type.Object({
  basis: Type.String(),
  editable: Type.Boolean(),
  lines: Type.Array(LineView),
  alerts: Type.Array(AlertView),
  /** Drugs that some checks say nothing about. */
  uncovered: Type.Array(UncoveredView),
  /** What the checks knew of the patient. */
  checkedBy: BasisView,
  child: Type.Optional(Type.Object({ months: Type.Integer(), weightKg: Type.Optional(Type.Number()) })),
  companion: Type.Optional(Type.String()),
  /** Codes that the draft will replace when it is issued. */
  replaces: Type.Array(Type.String()),
  maxDays: Type.Record(Type.String(), Type.Integer()),
  issued: Type.Array(IssuedView),
})
export type PrescriptionView = Static<typeof PrescriptionView>

export const PreviousView = Type.Object({
  on: Type.Optional(Type.String()),
  lines: Type.Array(LineView),
})
export type PreviousView = Static<typeof PreviousView>

import Type, { type Static } from 'typebox'

const oneOf = <const T extends string>(values: readonly T[]) => Type.Enum([...values])

export const AlertView = Type.Object({
  key: Type.String(),
  rule: Type.String(),
  kind: Type.String(),
  level: oneOf(['note', 'warning', 'stop']),
  overridable: Type.Boolean(),
  lineId: Type.String(),
  /** What is met, why it matters, what to do. */
  what: Type.String(),
  why: Type.String(),
  todo: Type.String(),
  source: Type.String(),
  confidence: Type.String(),
  /** A reason given earlier in this stay. */
  accepted: Type.Optional(Type.String()),
})
export type AlertView = Static<typeof AlertView>

/** A drug that some checks say nothing about. */
export const UncoveredView = Type.Object({
  lineId: Type.String(),
  drug: Type.String(),
  missing: Type.Array(Type.String()),
})

/** What the checks knew of the patient. */
export const BasisView = Type.Object({
  weightKg: Type.Optional(Type.Number()),
  clearance: Type.Optional(Type.Number()),
  formula: Type.Optional(Type.String()),
  creatinineOn: Type.Optional(Type.String()),
  pregnant: Type.Optional(Type.Boolean()),
})

export const CheckedView = Type.Object({
  alerts: Type.Array(AlertView),
  uncovered: Type.Array(UncoveredView),
  basis: BasisView,
})
export type CheckedView = Static<typeof CheckedView>

export const MeasureQuery = Type.Object({
  from: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
  to: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }),
})

export const RuleMeasure = Type.Object({
  rule: Type.String(),
  kind: Type.String(),
  level: Type.String(),
  /** Alerts that were shown; each counts once for a stay, person and day. */
  shown: Type.Integer(),
  heeded: Type.Integer(),
  overridden: Type.Integer(),
  open: Type.Integer(),
  /** Would have been shown: the rule runs silently. */
  dry: Type.Integer(),
  reasons: Type.Array(Type.String()),
})
export type RuleMeasure = Static<typeof RuleMeasure>

export const MeasureView = Type.Object({
  rules: Type.Array(RuleMeasure),
  coverage: Type.Object({
    drugs: Type.Integer(),
    /** Drugs of the list by check that nothing is known of. */
    missing: Type.Array(Type.Object({ check: Type.String(), drugs: Type.Array(Type.String()) })),
    /** Rows of knowledge by how far they were compared with their source. */
    rows: Type.Object({ read: Type.Integer(), partly: Type.Integer(), notCompared: Type.Integer() }),
    /** Drugs whose condition of payment is known. */
    insured: Type.Array(Type.String()),
  }),
})
export type MeasureView = Static<typeof MeasureView>

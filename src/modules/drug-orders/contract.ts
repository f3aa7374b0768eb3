import Type, { type Static } from 'typebox'

const Hour = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$' })
const Instant = Type.String({
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})$',
})

export const ScheduleForm = Type.Union([
  Type.Object({
    type: Type.Literal('hours'),
    at: Type.Array(Hour, { minItems: 1, maxItems: 24, uniqueItems: true }),
  }),
  Type.Object({ type: Type.Literal('interval'), everyHours: Type.Number({ minimum: 1, maximum: 168 }) }),
  Type.Object({ type: Type.Literal('once'), at: Type.Optional(Instant) }),
  Type.Object({
    type: Type.Literal('prn'),
    reason: Type.String({ minLength: 2, maxLength: 120 }),
    perDay: Type.Integer({ minimum: 1, maximum: 24 }),
    gapHours: Type.Number({ minimum: 0.25, maximum: 24 }),
  }),
])

/** A drug or an infusion of the ward as the doctor enters it. */
export const DrugLineForm = Type.Object({
  id: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
  drugCode: Type.String({ minLength: 1, maxLength: 60 }),
  dose: Type.Number({ exclusiveMinimum: 0, maximum: 100_000 }),
  doseUnit: Type.Optional(Type.String({ minLength: 1, maxLength: 20 })),
  schedule: ScheduleForm,
  rateMlPerHour: Type.Optional(Type.Number({ exclusiveMinimum: 0, maximum: 2000 })),
  routeCode: Type.Optional(Type.String({ maxLength: 10 })),
  start: Type.Optional(Instant),
  days: Type.Optional(Type.Integer({ minimum: 1, maximum: 90 })),
  urgent: Type.Optional(Type.Boolean()),
  note: Type.Optional(Type.String({ maxLength: 300 })),
  ownMedicine: Type.Optional(Type.Boolean()),
})
export type DrugLineForm = Static<typeof DrugLineForm>

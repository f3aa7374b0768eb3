import Type, { type Static } from 'typebox'
import { OrderLineForm } from './contract.ts'
import { orderKinds } from './domain/kinds.ts'

const oneOf = <const T extends string>(values: readonly T[]) => Type.Enum([...values])
const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })

export const PadQuery = Type.Object({ q: Type.String({ maxLength: 200, default: '' }) })

/** What the search box of the pad finds. */
export const PadItem = Type.Object({
  kind: oneOf(orderKinds),
  code: Type.String(),
  name: Type.String(),
  note: Type.String(),
  favourite: Type.Boolean(),
  uses: Type.Integer(),
  price: Type.Optional(Type.Number()),
  everyHours: Type.Optional(Type.Number()),
  drug: Type.Optional(
    Type.Object({
      unit: Type.String(),
      routeCode: Type.String(),
      routeName: Type.String(),
      note: Type.String(),
      kind: Type.String(),
      usualDose: Type.Optional(Type.Number()),
      timesPerDay: Type.Optional(Type.Number()),
    }),
  ),
})
export type PadItem = Static<typeof PadItem>
export const PadItems = Type.Object({ items: Type.Array(PadItem) })

export const Doctors = Type.Object({ items: Type.Array(Type.Object({ id: Type.String(), name: Type.String() })) })

export const FavouriteBody = Type.Object({
  kind: oneOf(orderKinds),
  code: Type.String({ minLength: 1, maxLength: 60 }),
  on: Type.Boolean(),
})

export const PadLineView = Type.Object({
  kind: oneOf(orderKinds),
  name: Type.String(),
  unit: Type.String(),
  routeName: Type.String(),
  line: OrderLineForm,
})
export type PadLineView = Static<typeof PadLineView>
export const LineParams = Type.Object({ encounterId: Id, id: Id })

export const DayQuery = Type.Object({
  day: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
})
export const CopyView = Type.Object({
  day: Type.String(),
  orders: Type.Array(
    Type.Object({
      type: oneOf(['ServiceRequest', 'MedicationRequest']),
      id: Type.String(),
      kind: oneOf(orderKinds),
      name: Type.String(),
      detail: Type.String(),
      orderedAt: Type.String(),
      /** Still in force: it needs no copy. */
      goesOn: Type.Boolean(),
      line: OrderLineForm,
    }),
  ),
})
export type CopyView = Static<typeof CopyView>

export const CopyBody = Type.Object({
  orders: Type.Array(Id, { minItems: 1, maxItems: 60 }),
  overrides: Type.Optional(
    Type.Array(
      Type.Object({ key: Type.String({ maxLength: 300 }), reason: Type.String({ minLength: 3, maxLength: 300 }) }),
      { maxItems: 100 },
    ),
  ),
})
export type CopyBody = Static<typeof CopyBody>

/** A set of orders: a protocol, a set of the hospital, or one's own. */
export const SetView = Type.Object({
  code: Type.String(),
  name: Type.String(),
  origin: oneOf(['protocol', 'set', 'own']),
  note: Type.String(),
  source: Type.String(),
  lines: Type.Array(
    Type.Object({
      line: OrderLineForm,
      kind: oneOf(orderKinds),
      name: Type.String(),
      detail: Type.String(),
      /** Whether its conditions hold for this patient; the reason when there is one. */
      applies: Type.Boolean(),
      why: Type.String(),
    }),
  ),
})
export type SetView = Static<typeof SetView>
export const SetsView = Type.Object({
  sets: Type.Array(
    Type.Object({
      code: Type.String(),
      name: Type.String(),
      note: Type.String(),
      origin: oneOf(['protocol', 'set', 'own']),
      applies: Type.Boolean(),
    }),
  ),
})
export type SetsView = Static<typeof SetsView>
export const SetParams = Type.Object({ encounterId: Id, code: Type.String({ minLength: 1, maxLength: 80 }) })

export const OwnSetBody = Type.Object({
  id: Type.String({ pattern: '^[0-9a-f-]{36}$' }),
  name: Type.String({ minLength: 2, maxLength: 80 }),
  lines: Type.Array(OrderLineForm, { minItems: 1, maxItems: 40 }),
})
export type OwnSetBody = Static<typeof OwnSetBody>
export const OwnSetParams = Type.Object({ id: Type.String({ pattern: '^[0-9a-f-]{36}$' }) })

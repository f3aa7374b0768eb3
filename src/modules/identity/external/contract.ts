import Type, { type Static } from 'typebox'

const id = Type.String({ maxLength: 64 })

export const ProviderButton = Type.Object({ id: Type.String(), name: Type.String() })
export type ProviderButton = Static<typeof ProviderButton>

export const ProviderParams = Type.Object({ provider: id })

export const NewProviderBody = Type.Object(
  {
    id,
    name: Type.String({ minLength: 1, maxLength: 100 }),
    issuer: Type.String({ maxLength: 300, pattern: '^https?://' }),
    clientId: Type.String({ minLength: 1, maxLength: 200 }),
    secret: Type.Optional(Type.String({ maxLength: 1000 })),
    /** Claim whose value is our user name. */
    matchClaim: Type.Optional(Type.String({ maxLength: 60, pattern: '^[A-Za-z_]+$' })),
    /** Values of `acr` or `amr` that count as a second factor. */
    mfaValues: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 20 })),
    /** Accounts are made at the first login, with these roles; absent: none is made. */
    makeRoles: Type.Optional(Type.Array(id, { maxItems: 20 })),
  },
  { additionalProperties: false },
)
export type NewProviderBody = Static<typeof NewProviderBody>

export const ProviderSummary = Type.Object({
  id: Type.String(),
  name: Type.String(),
  issuer: Type.String(),
  clientId: Type.String(),
  matchClaim: Type.String(),
  mfaValues: Type.Array(Type.String()),
  makeRoles: Type.Optional(Type.Array(Type.String())),
  active: Type.Boolean(),
})
export type ProviderSummary = Static<typeof ProviderSummary>

export const ProviderStateBody = Type.Object({ active: Type.Boolean() }, { additionalProperties: false })

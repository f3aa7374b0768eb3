import Type, { type Static } from 'typebox'

const secret = Type.String({ maxLength: 1024 })
/** Asked only when the login is not of the last minutes. */
const current = Type.Optional(secret)
const id = Type.String({ maxLength: 1024 })

export const CurrentBody = Type.Object({ current }, { additionalProperties: false })

export const OwnFactors = Type.Object({
  /** Why a second factor is demanded: `none`, `administrator`, `role`, `outside`. */
  need: Type.String(),
  totp: Type.Boolean(),
  recoveryLeft: Type.Integer(),
  passkeys: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      createdAt: Type.String(),
      lastUsedAt: Type.Optional(Type.String()),
    }),
  ),
})
export type OwnFactors = Static<typeof OwnFactors>

export const NewTotp = Type.Object({
  /** To type by hand. */
  secret: Type.String(),
  /** The same as QR code, SVG. */
  picture: Type.String(),
})
export type NewTotp = Static<typeof NewTotp>

export const ConfirmTotpBody = Type.Object(
  { code: Type.String({ maxLength: 16 }) },
  { additionalProperties: false },
)

/** Told once; empty when the person has codes already. */
export const RecoveryCodes = Type.Object({ codes: Type.Array(Type.String()) })
export type RecoveryCodes = Static<typeof RecoveryCodes>

/** What the browser's WebAuthn gives; checked by the library. */
const webAuthn = Type.Record(Type.String(), Type.Unknown())

export const NewPasskeyBody = Type.Object(
  { name: Type.String({ minLength: 1, maxLength: 100 }), response: webAuthn },
  { additionalProperties: false },
)

export const PasskeyLoginBody = Type.Object({ response: webAuthn }, { additionalProperties: false })

export const PasskeyParams = Type.Object({ id })
export const AccountParams = Type.Object({ id })

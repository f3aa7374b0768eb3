import Type, { type Static } from 'typebox'

/** Longer than any password or name may be, so that a hostile body is refused before it is hashed. */
const credential = Type.String({ maxLength: 1024 })

export const LoginBody = Type.Object(
  /** The second step: the code of an authenticator, or a recovery code. */
  { userName: credential, password: credential, code: Type.Optional(Type.String({ maxLength: 64 })) },
  { additionalProperties: false },
)

export const SessionUser = Type.Object({
  id: Type.String(),
  userName: Type.String(),
  name: Type.String(),
  kind: Type.String(),
  roles: Type.Array(Type.String()),
  permissions: Type.Array(Type.String()),
  departments: Type.Array(Type.String()),
  practitionerId: Type.Optional(Type.String()),
  patientId: Type.Optional(Type.String()),
  mustChangePassword: Type.Boolean(),
  /** A second factor is demanded and none is set up. */
  mustEnrol: Type.Boolean(),
})
export type SessionUser = Static<typeof SessionUser>

export const SessionAnswer = Type.Object({
  user: SessionUser,
  csrf: Type.String(),
  /** When the session ends if nothing more is done. */
  endsAt: Type.String(),
  /** Where the person was when the screen was locked. */
  place: Type.Optional(Type.String()),
})
export type SessionAnswer = Static<typeof SessionAnswer>

export const DemoAccountAnswer = Type.Array(
  Type.Object({ userName: Type.String(), password: Type.String(), title: Type.String() }),
)

export const OwnPasswordBody = Type.Object(
  { current: credential, password: credential },
  { additionalProperties: false },
)

export const AccountSummary = Type.Object({
  id: Type.String(),
  userName: Type.String(),
  name: Type.String(),
  kind: Type.String(),
  roles: Type.Array(Type.String()),
  departments: Type.Array(Type.String()),
  active: Type.Boolean(),
  lockedUntil: Type.Optional(Type.String()),
  lastSeenAt: Type.Optional(Type.String()),
  openSessions: Type.Integer(),
  mustChangePassword: Type.Boolean(),
})
export type AccountSummary = Static<typeof AccountSummary>

export const RoleSummary = Type.Object({
  name: Type.String(),
  of: Type.Optional(Type.Literal('systems')),
  title: Type.Object({ vi: Type.String(), en: Type.String() }),
  permissions: Type.Array(Type.String()),
})
export type RoleSummary = Static<typeof RoleSummary>

export const AccountParams = Type.Object({ id: Type.String({ maxLength: 64 }) })

const name = Type.String({ minLength: 1, maxLength: 200 })
const words = Type.Array(Type.String({ maxLength: 64 }), { maxItems: 50 })

export const NewAccountBody = Type.Object(
  {
    userName: Type.String({ maxLength: 64 }),
    name,
    password: credential,
    roles: words,
    departments: Type.Optional(words),
    practitionerId: Type.Optional(Type.String({ maxLength: 64, pattern: '^[A-Za-z0-9.-]+$' })),
  },
  { additionalProperties: false },
)
export type NewAccountBody = Static<typeof NewAccountBody>

export const ChangeAccountBody = Type.Object(
  { name: Type.Optional(name), roles: Type.Optional(words), departments: Type.Optional(words) },
  { additionalProperties: false },
)
export type ChangeAccountBody = Static<typeof ChangeAccountBody>

export const ResetPasswordBody = Type.Object({ password: credential }, { additionalProperties: false })

export const SessionSummary = Type.Object({
  id: Type.String(),
  createdAt: Type.String(),
  lastSeenAt: Type.String(),
  address: Type.String(),
  userAgent: Type.String(),
  endedAt: Type.Optional(Type.String()),
  endReason: Type.Optional(Type.String()),
})
export type SessionSummary = Static<typeof SessionSummary>

export const FacilityAnswer = Type.Object({
  code: Type.String(),
  name: Type.String(),
  /** Nobody and nothing here is real. */
  training: Type.Boolean(),
})

export const SetupState = Type.Object({ needed: Type.Boolean() })
export type SetupState = Static<typeof SetupState>

export const SetupBody = Type.Object(
  {
    setupCode: Type.String({ maxLength: 64 }),
    facility: Type.Object(
      { code: Type.String({ pattern: '^[0-9A-Za-z]{5}$' }), name },
      { additionalProperties: false },
    ),
    admin: Type.Object(
      { userName: Type.String({ maxLength: 64 }), name, password: credential },
      { additionalProperties: false },
    ),
  },
  { additionalProperties: false },
)
export type SetupBody = Static<typeof SetupBody>

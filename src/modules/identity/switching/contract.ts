import Type, { type Static } from 'typebox'

const badgeCode = Type.String({ maxLength: 200 })
const secret = Type.String({ maxLength: 1024 })
/** A screen of this application: a path, never another host. */
const place = Type.String({ maxLength: 300, pattern: '^/([^/\\\\\\s][^\\\\\\s]*)?$' })
const id = Type.String({ maxLength: 64 })

export const LockScreenBody = Type.Object({ place: Type.Optional(place) }, { additionalProperties: false })

export const ReturnBody = Type.Object(
  {
    badge: Type.Optional(badgeCode),
    session: Type.Optional(id),
    pin: Type.Optional(Type.String({ maxLength: 32 })),
    /** Where the person is whom the badge replaces at an open screen. */
    place: Type.Optional(place),
  },
  { additionalProperties: false },
)
export type ReturnBody = Static<typeof ReturnBody>

export const ParkedSession = Type.Object({
  id: Type.String(),
  name: Type.String(),
  lockedAt: Type.String(),
  /** Until then a badge or PIN is enough. */
  until: Type.String(),
  pin: Type.Boolean(),
  badge: Type.Boolean(),
})
export type ParkedSession = Static<typeof ParkedSession>

export const Badge = Type.Object({
  id: Type.String(),
  label: Type.String(),
  madeAt: Type.String(),
})
export type Badge = Static<typeof Badge>

export const AccountParams = Type.Object({ id })
export const BadgeParams = Type.Object({ id, badge: id })

/** Without a code one is made, to be printed; it is told only once. */
export const NewBadgeBody = Type.Object(
  { label: Type.String({ minLength: 1, maxLength: 100 }), code: Type.Optional(badgeCode) },
  { additionalProperties: false },
)
export type NewBadgeBody = Static<typeof NewBadgeBody>

export const NewBadge = Type.Object({
  id: Type.String(),
  /** Only of a code that was made here. */
  code: Type.Optional(Type.String()),
  /** The code to print, an SVG with a QR code. */
  picture: Type.Optional(Type.String()),
})
export type NewBadge = Static<typeof NewBadge>

export const OwnBadgeBody = Type.Object(
  { current: secret, label: Type.String({ minLength: 1, maxLength: 100 }), code: badgeCode },
  { additionalProperties: false },
)

export const PinBody = Type.Object(
  { current: secret, pin: Type.String({ maxLength: 32 }) },
  { additionalProperties: false },
)

export const OwnDevice = Type.Object({
  id: Type.String(),
  address: Type.String(),
  userAgent: Type.String(),
  firstSeenAt: Type.String(),
  lastSeenAt: Type.String(),
  openSessions: Type.Integer(),
  /** The browser that asks. */
  here: Type.Boolean(),
})
export type OwnDevice = Static<typeof OwnDevice>

export const DeviceParams = Type.Object({ device: id })

export const OwnSwitching = Type.Object({
  allowed: Type.Boolean(),
  pin: Type.Boolean(),
  pinDigits: Type.Integer(),
  badges: Type.Array(Badge),
  devices: Type.Array(OwnDevice),
})
export type OwnSwitching = Static<typeof OwnSwitching>

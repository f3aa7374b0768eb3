import Type, { type Static } from 'typebox'

/** What a person is told of the own account; the texts are `identity.notice.<kind>`. */
export const NoticeKind = Type.Enum([
  'passwordChanged',
  'passwordReset',
  'factorAdded',
  'factorRemoved',
  'factorsReset',
  'recoveryUsed',
  'recoveryMade',
  'pinSet',
  'badgeMade',
  'emailChanged',
  'foreignLinked',
  'newBrowser',
  'guesses',
  'codeGuesses',
  'witnessGuesses',
  'consentGiven',
  'emergencyOpened',
  'emergencyRefused',
  'emergencyPrepared',
])
export type NoticeKind = Static<typeof NoticeKind>

export const AccountNotice = Type.Object({
  id: Type.String(),
  kind: NoticeKind,
  detail: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
  at: Type.String(),
  seen: Type.Boolean(),
})
export type AccountNotice = Static<typeof AccountNotice>

export const SeenBody = Type.Object(
  { ids: Type.Array(Type.String({ format: 'uuid' }), { maxItems: 100 }) },
  { additionalProperties: false },
)

export const OwnEmail = Type.Object({ email: Type.Optional(Type.String()), sends: Type.Boolean() })
export type OwnEmail = Static<typeof OwnEmail>

export const OwnEmailBody = Type.Object(
  {
    current: Type.String({ maxLength: 1024 }),
    email: Type.Optional(Type.String({ maxLength: 254, pattern: '^[^@\\s]{1,64}@[^@\\s]{1,190}$' })),
  },
  { additionalProperties: false },
)

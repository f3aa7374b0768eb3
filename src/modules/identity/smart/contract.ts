import Type, { type Static } from 'typebox'

const id = Type.String({ maxLength: 64 })
const words = Type.Array(Type.String({ maxLength: 300 }), { maxItems: 50 })
const address = Type.String({ maxLength: 500, pattern: '^https?://' })

export const LaunchBody = Type.Object(
  { client: id, patient: id, encounter: Type.Optional(id) },
  { additionalProperties: false },
)

export const LaunchAnswer = Type.Object({ url: Type.String() })
export type LaunchAnswer = Static<typeof LaunchAnswer>

export const LaunchableApp = Type.Object({ id: Type.String(), name: Type.String() })
export type LaunchableApp = Static<typeof LaunchableApp>

export const ClientSummary = Type.Object({
  id: Type.String(),
  name: Type.String(),
  kind: Type.String(),
  redirectUris: Type.Array(Type.String()),
  launchUri: Type.Optional(Type.String()),
  scopes: Type.Array(Type.String()),
  roles: Type.Array(Type.String()),
  active: Type.Boolean(),
})
export type ClientSummary = Static<typeof ClientSummary>

export const NewClientBody = Type.Object(
  {
    id,
    name: Type.String({ minLength: 1, maxLength: 200 }),
    /** `app`: of people, without a secret; `app-secret`: the same with one; `system`: on its own, by secret or keys. */
    kind: Type.Union([Type.Literal('app'), Type.Literal('app-secret'), Type.Literal('system')]),
    redirectUris: Type.Optional(Type.Array(address, { maxItems: 10 })),
    launchUri: Type.Optional(address),
    scopes: words,
    roles: Type.Optional(words),
    /** Public keys of a system that proves itself by signed assertions (RFC 7523). */
    jwks: Type.Optional(
      Type.Object({ keys: Type.Array(Type.Record(Type.String(), Type.Unknown()), { maxItems: 10 }) }),
    ),
  },
  { additionalProperties: false },
)
export type NewClientBody = Static<typeof NewClientBody>

export const NewClient = Type.Object({
  id: Type.String(),
  /** Told once. */
  secret: Type.Optional(Type.String()),
})
export type NewClient = Static<typeof NewClient>

export const ClientParams = Type.Object({ client: id })
export const ClientStateBody = Type.Object({ active: Type.Boolean() }, { additionalProperties: false })

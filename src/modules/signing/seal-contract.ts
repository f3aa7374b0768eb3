import Type, { type Static } from 'typebox'
import { AuthenticationBody, RemoteKeyBody, RemoteUserBody, SignBody, WaitingPaper } from './contract.ts'

/** A key to be the seal of the facility, with what opens it while nobody is there. */
export const SealBody = Type.Union([
  Type.Object({
    kind: Type.Literal('token'),
    place: Type.String({ minLength: 1, maxLength: 200 }),
    pin: AuthenticationBody.properties.pin,
  }),
  Type.Object({
    kind: Type.Literal('remote'),
    user: RemoteUserBody.properties.user,
    credential: RemoteKeyBody.properties.credential,
    pin: AuthenticationBody.properties.pin,
  }),
])
export type SealBody = Static<typeof SealBody>

/** What the facility seals with. */
export const SealView = Type.Object({
  /** stopped: its holder refused the PIN; invalid: certificate expired or not trusted. */
  state: Type.Union([
    Type.Literal('absent'),
    Type.Literal('ready'),
    Type.Literal('stopped'),
    Type.Literal('invalid'),
  ]),
  kind: Type.Optional(Type.Union([Type.Literal('demo'), Type.Literal('token'), Type.Literal('remote')])),
  name: Type.Optional(Type.String()),
  issuer: Type.Optional(Type.String()),
  validTo: Type.Optional(Type.String()),
  since: Type.Optional(Type.String()),
  by: Type.Optional(Type.String()),
  /** Code of the error that stopped it. */
  stopped: Type.Optional(Type.String()),
})
export type SealView = Static<typeof SealView>

export const SealPapersBody = Type.Object({
  documents: SignBody.properties.documents,
  batch: SignBody.properties.batch,
})
export type SealPapersBody = Static<typeof SealPapersBody>

/** A paper that waits for the seal; everybody before it has signed. */
export const PapersToSeal = Type.Object({ papers: Type.Array(WaitingPaper) })
export type PapersToSeal = Static<typeof PapersToSeal>

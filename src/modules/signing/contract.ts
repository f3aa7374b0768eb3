import Type, { type Static } from 'typebox'

const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })

export const SignBody = Type.Object({
  documents: Type.Array(
    Type.Object({
      id: Id,
      version: Type.Integer({ minimum: 1 }),
      /** SHA-256 of the file that was shown. */
      sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    }),
    { minItems: 1, maxItems: 100 },
  ),
  pin: Type.String({ minLength: 1, maxLength: 64 }),
})
export type SignBody = Static<typeof SignBody>

export const SignedPaper = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  sha256: Type.String(),
  /** Whether everyone has signed now. */
  complete: Type.Boolean(),
})
export type SignedPaper = Static<typeof SignedPaper>

/** A paper of a batch that stays as it was, and why: the code of the error and what its text names. */
export const UnsignedPaper = Type.Object({
  id: Type.String(),
  code: Type.String(),
  details: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
})
export type UnsignedPaper = Static<typeof UnsignedPaper>

export const SignAnswer = Type.Object({
  signed: Type.Array(SignedPaper),
  failed: Type.Array(UnsignedPaper),
  signedAt: Type.String(),
})
export type SignAnswer = Static<typeof SignAnswer>

export const WaitingPaper = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  sha256: Type.String(),
  form: Type.String(),
  title: Type.String(),
  slot: Type.String(),
  slotTitle: Type.String(),
  since: Type.String(),
  date: Type.String(),
  encounterId: Type.String(),
  patientId: Type.String(),
  patientName: Type.String(),
  recordNumber: Type.String(),
  correctionReason: Type.Optional(Type.String()),
})
export type WaitingPaper = Static<typeof WaitingPaper>

export const Worklist = Type.Object({ papers: Type.Array(WaitingPaper) })
export type Worklist = Static<typeof Worklist>

export const WaitingCount = Type.Object({ count: Type.Integer(), tone: Type.Literal('warn') })

export const KeyView = Type.Object({
  /** absent: no key; ready; locked after wrong PINs; invalid: certificate expired or revoked. */
  state: Type.Union([
    Type.Literal('absent'),
    Type.Literal('ready'),
    Type.Literal('locked'),
    Type.Literal('invalid'),
  ]),
  name: Type.Optional(Type.String()),
  organization: Type.Optional(Type.String()),
  title: Type.Optional(Type.String()),
  issuer: Type.Optional(Type.String()),
  validTo: Type.Optional(Type.String()),
  lockedUntil: Type.Optional(Type.String()),
  /** Whether the certificate comes from the demo authority. */
  demo: Type.Boolean(),
})
export type KeyView = Static<typeof KeyView>

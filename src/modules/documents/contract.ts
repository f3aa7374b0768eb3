import Type, { type Static } from 'typebox'

const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })
export const PaperParams = Type.Object({ id: Id })
export const PapersQuery = Type.Object({ encounter: Id })
export const PdfQuery = Type.Object({
  version: Type.Optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  /** Asks the browser to save the file instead of showing it. */
  download: Type.Optional(Type.Literal('1')),
  /** The batch of signing that the paper is shown in. */
  batch: Type.Optional(Type.String({ format: 'uuid' })),
})

export const PrintQuery = Type.Object({ version: PdfQuery.properties.version })
export const PrintRecordQuery = Type.Object({ download: PdfQuery.properties.download })

export const SlotView = Type.Object({
  slot: Type.String(),
  title: Type.String(),
  state: Type.Union([Type.Literal('waiting'), Type.Literal('signed'), Type.Literal('void')]),
  /** Who signed, or who is expected to. */
  who: Type.Optional(Type.String()),
  at: Type.Optional(Type.String()),
  since: Type.String(),
  mine: Type.Boolean(),
})
export type SlotView = Static<typeof SlotView>

export const PaperView = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  /** As printed: 15/BV1. */
  form: Type.String(),
  title: Type.String(),
  date: Type.String(),
  encounterId: Type.String(),
  patientId: Type.String(),
  patientName: Type.String(),
  recordNumber: Type.String(),
  /** unsigned: nobody; partly: some; signed: all; superseded: a correction replaces it; cancelled: made in error. */
  state: Type.Union([
    Type.Literal('unsigned'),
    Type.Literal('partly'),
    Type.Literal('signed'),
    Type.Literal('superseded'),
    Type.Literal('cancelled'),
  ]),
  sha256: Type.String(),
  size: Type.Integer(),
  /** Reference or prescription code that the paper is about. */
  about: Type.String(),
  correctionReason: Type.Optional(Type.String()),
  cancelReason: Type.Optional(Type.String()),
  replaces: Type.Optional(Type.String()),
  slots: Type.Array(SlotView),
})
export type PaperView = Static<typeof PaperView>

export const PaperList = Type.Object({
  patientId: Type.String(),
  /** Whether the visit is a stay on a ward. */
  stay: Type.Boolean(),
  papers: Type.Array(PaperView),
})
export type PaperList = Static<typeof PaperList>

export const PrepareBody = Type.Object({
  /** As printed: 01/BV1. */
  form: Type.String({ pattern: '^[A-Za-z0-9/-]{1,40}$' }),
  encounterId: Type.Optional(Id),
  about: Type.Optional(Type.String({ minLength: 1, maxLength: 100 })),
})
export type PrepareBody = Static<typeof PrepareBody>

export const CorrectBody = Type.Object({ reason: Type.String({ minLength: 3, maxLength: 300 }) })
export type CorrectBody = Static<typeof CorrectBody>

export const SignatureView = Type.Object({
  field: Type.String(),
  title: Type.String(),
  signer: Type.String(),
  organization: Type.Optional(Type.String()),
  at: Type.Optional(Type.String()),
  timeStampAt: Type.Optional(Type.String()),
  timeStampAuthority: Type.Optional(Type.String()),
  verdict: Type.Union([Type.Literal('valid'), Type.Literal('undecided'), Type.Literal('invalid')]),
  /** B-B, B-T, B-LT or B-LTA. */
  level: Type.String(),
  faults: Type.Array(Type.String()),
  doubts: Type.Array(Type.String()),
  /** The verdict on this signature in one sentence. */
  text: Type.String(),
  /** What it rests on: role, bytes, certificates, revocation, time stamps, what came after; a line each. */
  details: Type.Array(Type.String()),
})
export type SignatureView = Static<typeof SignatureView>

export const ValidationView = Type.Object({
  verdict: Type.Union([
    Type.Literal('whole'),
    Type.Literal('undecided'),
    Type.Literal('broken'),
    Type.Literal('unsigned'),
  ]),
  text: Type.String(),
  /** Whether the bytes on disk have the hash that the record names. */
  sameBytes: Type.Boolean(),
  /** SHA-256 of the file with proofs that came after signing, where that is another. */
  provenSha256: Type.Optional(Type.String()),
  added: Type.Integer(),
  open: Type.Array(Type.String()),
  signatures: Type.Array(SignatureView),
})
export type ValidationView = Static<typeof ValidationView>

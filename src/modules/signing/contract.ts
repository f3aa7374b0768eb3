import Type, { type Static } from 'typebox'

const Id = Type.String({ pattern: '^[A-Za-z0-9.-]{1,64}$' })

/** What opens the acting person's key, once for all that is signed then. */
export const AuthenticationBody = Type.Object({
  pin: Type.String({ minLength: 1, maxLength: 64 }),
  /** One-time code that a remote service sent. */
  otp: Type.Optional(Type.String({ minLength: 4, maxLength: 12 })),
})

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
  /** The batch that they were shown in; more than one paper needs it. */
  batch: Type.Optional(Type.String({ format: 'uuid' })),
  ...AuthenticationBody.properties,
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

/** A place that someone has still to sign. */
export const WaitingPlace = Type.Object({
  ...WaitingPaper.properties,
  /** The person expected, where the paper names one. */
  who: Type.Optional(Type.String()),
  /** Nobody stands before it. */
  turn: Type.Boolean(),
  mine: Type.Boolean(),
  /** The facility seals here. */
  seal: Type.Boolean(),
  /** A patient or representative confirms here; nobody waits for it. */
  confirm: Type.Boolean(),
})
export type WaitingPlace = Static<typeof WaitingPlace>
export const WaitingPlaces = Type.Object({ places: Type.Array(WaitingPlace) })
export type WaitingPlaces = Static<typeof WaitingPlaces>
export const PlacesQuery = Type.Object({ encounter: Type.Optional(Id) })

export const WaitingCount = Type.Object({ count: Type.Integer(), tone: Type.Literal('warn') })

export const KeyView = Type.Object({
  /** absent: no key; ready; locked after wrong PINs; invalid: certificate expired or revoked. */
  state: Type.Union([
    Type.Literal('absent'),
    Type.Literal('ready'),
    Type.Literal('locked'),
    Type.Literal('invalid'),
  ]),
  /** Where the private key is. */
  kind: Type.Optional(Type.Union([Type.Literal('software'), Type.Literal('token'), Type.Literal('remote')])),
  /** What opens it: PIN, a code that the service sends, a tap in the app of the service. */
  asks: Type.Array(Type.Union([Type.Literal('pin'), Type.Literal('code'), Type.Literal('app')])),
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

/** A key that a token or a remote service holds for the acting person. */
export const FoundKey = Type.Object({
  /** Of a remote service: name of the key there. Of a token: its serial number and the key's id. */
  place: Type.String(),
  name: Type.String(),
  issuer: Type.String(),
  validTo: Type.String(),
})
export type FoundKey = Static<typeof FoundKey>
export const FoundKeys = Type.Object({ keys: Type.Array(FoundKey) })
export type FoundKeys = Static<typeof FoundKeys>

export const RemoteUserBody = Type.Object({ user: Type.String({ minLength: 1, maxLength: 64 }) })
export const RemoteKeyBody = Type.Object({
  user: RemoteUserBody.properties.user,
  credential: Type.String({ minLength: 1, maxLength: 128 }),
})

/** A signed paper that still lacks proofs, or whose signature turned out wrong. */
export const OwedPaper = Type.Object({
  /** Of the paper; of a row of a sheet, of its evidence. */
  id: Type.String(),
  kind: Type.Union([Type.Literal('paper'), Type.Literal('row')]),
  /** The sheet of a row. */
  fillId: Type.Optional(Type.String()),
  title: Type.String(),
  encounterId: Type.String(),
  patientId: Type.String(),
  patientName: Type.String(),
  recordNumber: Type.String(),
  /** Levels of a baseline signature, as ETSI EN 319 142-1 names them. */
  level: Type.String(),
  wanted: Type.String(),
  state: Type.Union([Type.Literal('waiting'), Type.Literal('refused')]),
  /** Why, in words. */
  reason: Type.String(),
  since: Type.String(),
  tries: Type.Integer(),
  nextTry: Type.Optional(Type.String()),
})
export type OwedPaper = Static<typeof OwedPaper>

/** All signed papers: sent = accepted + refused + waiting. */
export const ProofsView = Type.Object({
  sent: Type.Integer(),
  accepted: Type.Integer(),
  refused: Type.Integer(),
  waiting: Type.Integer(),
  /** Refused and waiting ones, oldest first. */
  papers: Type.Array(OwedPaper),
  /** `after` of the next page. */
  next: Type.Optional(Type.String()),
})
export type ProofsView = Static<typeof ProofsView>

export const ProofsQuery = Type.Object({
  after: Type.Optional(Type.String({ pattern: '^[0-9T:.Z-]{20,30}\\|[A-Za-z0-9.-]{1,64}$' })),
  count: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
})
export type ProofsQuery = Static<typeof ProofsQuery>

export const RetryAnswer = Type.Object({
  expected: Type.Integer(),
  processed: Type.Integer(),
  failed: Type.Integer(),
})
export const TokenKeyBody = Type.Object({ place: Type.String({ minLength: 1, maxLength: 200 }) })

/** How a patient or representative confirms. None of these is a digital signature, and none is called so. */
export const ConfirmationMethod = Type.Union([
  Type.Literal('drawn'),
  Type.Literal('otp'),
  Type.Literal('passkey'),
  Type.Literal('fingerprint'),
])
export type ConfirmationMethod = Static<typeof ConfirmationMethod>

const PersonName = Type.String({ minLength: 2, maxLength: 120 })

export const BeginConfirmationBody = Type.Object(
  {
    document: SignBody.properties.documents.items,
    place: Type.String({ pattern: '^[A-Za-z0-9.-]{1,40}$' }),
    method: ConfirmationMethod,
    /** Who confirms; a representative says the relation. */
    name: PersonName,
    relation: Type.Optional(Type.String({ maxLength: 40 })),
    /** Number of the identity paper that was looked at. */
    identity: Type.Optional(Type.String({ maxLength: 40 })),
    phone: Type.Optional(Type.String({ pattern: '^\\+?[0-9 ]{8,16}$' })),
    witness: Type.Optional(PersonName),
  },
  { additionalProperties: false },
)
export type BeginConfirmationBody = Static<typeof BeginConfirmationBody>

export const ConfirmationBegun = Type.Object({
  id: Type.String(),
  /** SHA-256 of what is confirmed, base64url: devices sign it. */
  challenge: Type.String(),
  expiresAt: Type.String(),
  /** Of a one-time code: the number it went to, without its middle. */
  sentTo: Type.Optional(Type.String()),
  /** Of a passkey: options for the browser's authenticator. */
  passkey: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
})
export type ConfirmationBegun = Static<typeof ConfirmationBegun>

const Whole = Type.Integer({ minimum: -10_000, maximum: 10_000_000 })

export const ConfirmationProof = Type.Union([
  Type.Object({
    method: Type.Literal('drawn'),
    strokes: Type.Array(Type.Array(Type.Tuple([Whole, Whole, Whole]), { maxItems: 5000 }), { maxItems: 200 }),
  }),
  Type.Object({ method: Type.Literal('otp'), code: Type.String({ pattern: '^[0-9]{6}$' }) }),
  Type.Object({ method: Type.Literal('passkey'), response: Type.Record(Type.String(), Type.Unknown()) }),
  Type.Object({ method: Type.Literal('fingerprint'), evidence: Type.String({ maxLength: 8000 }) }),
])
export type ConfirmationProof = Static<typeof ConfirmationProof>

export const ConfirmationParams = Type.Object({ id: Id })

export const ConfirmationView = Type.Object({
  id: Type.String(),
  place: Type.String(),
  placeTitle: Type.String(),
  method: ConfirmationMethod,
  name: Type.String(),
  relation: Type.Optional(Type.String()),
  witness: Type.Optional(Type.String()),
  takenBy: Type.String(),
  at: Type.String(),
  /** The file that was confirmed is the paper's file, or the beginning of it. */
  sameContent: Type.Boolean(),
  /** Faults of the seal on the evidence; none when it is whole. */
  faults: Type.Array(Type.String()),
  /** The drawn line, for showing. */
  path: Type.Optional(Type.String()),
})
export type ConfirmationView = Static<typeof ConfirmationView>

export const ConfirmationsOfPaper = Type.Object({
  title: Type.String(),
  form: Type.String(),
  version: Type.Integer(),
  sha256: Type.String(),
  patientId: Type.String(),
  patientName: Type.String(),
  phone: Type.Optional(Type.String()),
  places: Type.Array(Type.Object({ id: Type.String(), title: Type.String(), open: Type.Boolean() })),
  methods: Type.Array(Type.Object({ method: ConfirmationMethod, witness: Type.Boolean() })),
  relations: Type.Array(Type.Object({ code: Type.String(), title: Type.String() })),
  given: Type.Array(ConfirmationView),
})
export type ConfirmationsOfPaper = Static<typeof ConfirmationsOfPaper>

/** A person without an account who confirms on this patient's papers; the paper tells the patient. */
export const PasskeyOf = Type.Object({
  paper: Id,
  name: PersonName,
  relation: Type.Optional(Type.String({ maxLength: 40 })),
  /** Number of the identity paper that was looked at. */
  identity: Type.Optional(Type.String({ maxLength: 40 })),
})
export type PasskeyOf = Static<typeof PasskeyOf>

export const BeginPasskeyBody = Type.Object({ of: Type.Optional(PasskeyOf) })

export const PasskeyBody = Type.Object({
  of: Type.Optional(PasskeyOf),
  name: Type.String({ minLength: 1, maxLength: 80 }),
  response: Type.Record(Type.String(), Type.Unknown()),
})

export const MyPapers = Type.Object({
  papers: Type.Array(Type.Object({ id: Type.String(), title: Type.String(), date: Type.String() })),
})
export type MyPapers = Static<typeof MyPapers>

/** Where the agent of a fingerprint reader listens on the workstation itself: docs/fingerprint-readers.md. */
export const fingerprintAgent = 'http://127.0.0.1:17890'

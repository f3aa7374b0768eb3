import Type, { type Static } from 'typebox'

/** Names what is written and for whom: `exam/<encounter>`. */
export const DraftParams = Type.Object({
  key: Type.String({ minLength: 1, maxLength: 200, pattern: '^[\\w./:-]+$' }),
})

export const DraftBody = Type.Object(
  {
    content: Type.Unknown(),
    /** The version this device saw last; absent for one that was never on the server. */
    version: Type.Optional(Type.Integer({ minimum: 1 })),
  },
  { additionalProperties: false },
)
export type DraftBody = Static<typeof DraftBody>

export const SavedDraft = Type.Object({
  key: Type.String(),
  content: Type.Unknown(),
  version: Type.Integer(),
  updatedAt: Type.String(),
})
export type SavedDraft = Static<typeof SavedDraft>

export const DraftList = Type.Object({
  drafts: Type.Array(Type.Object({ key: Type.String(), version: Type.Integer(), updatedAt: Type.String() })),
})
export type DraftList = Static<typeof DraftList>

/** What seals the acts that wait on a device, base64. */
export const KeptKey = Type.Object({ key: Type.String() })
export type KeptKey = Static<typeof KeptKey>

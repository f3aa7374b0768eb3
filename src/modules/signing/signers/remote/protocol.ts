import Type, { type Static } from 'typebox'

/** What is read of the answers of a service: Cloud Signature Consortium, API v2, §8 and §11. The rest is not looked at. */
export const TokenAnswer = Type.Object({ access_token: Type.String(), expires_in: Type.Optional(Type.Number()) })

export const CredentialInfo = Type.Object({
  key: Type.Object({ status: Type.String(), algo: Type.Array(Type.String()) }),
  cert: Type.Object({
    status: Type.Optional(Type.String()),
    certificates: Type.Array(Type.String(), { minItems: 1 }),
  }),
  auth: Type.Object({
    mode: Type.String(),
    objects: Type.Optional(Type.Array(Type.Object({ type: Type.String(), id: Type.String() }))),
  }),
  SCAL: Type.Optional(Type.String()),
  multisign: Type.Integer({ minimum: 1 }),
})
export type CredentialInfo = Static<typeof CredentialInfo>

export const CredentialList = Type.Object({ credentialIDs: Type.Array(Type.String()) })

export const Authorized = Type.Object({ SAD: Type.String({ minLength: 1 }) })
export const Underway = Type.Object({ handle: Type.String({ minLength: 1 }) })

export const Signatures = Type.Object({ signatures: Type.Array(Type.String()) })

export const Refusal = Type.Object({ error: Type.String(), error_description: Type.Optional(Type.String()) })

/** Ids of algorithms as the protocol names them. */
export const algorithms = {
  sha256: '2.16.840.1.101.3.4.2.1',
  rsaWithSha256: '1.2.840.113549.1.1.11',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
} as const

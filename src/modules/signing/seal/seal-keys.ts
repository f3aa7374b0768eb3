import type { Context } from '#platform/context.ts'
import type { SealBody } from '../seal-contract.ts'
import { signerErrors } from '../signers/errors.ts'
import { findOnToken, heldByToken } from '../signers/pkcs11/my-token-key.ts'
import { asksOf } from '../signers/remote/my-remote-key.ts'
import { listCredentials, readCredential, remoteKey } from '../signers/remote/remote-key.ts'
import { remoteService } from '../signers/remote/service.ts'
import type { OpenKey } from '../signers/signer.ts'
import type { KeyPlace } from '../tables.ts'
import type { Certificate } from '../x509/certificate.ts'
import { sealErrors } from './errors.ts'

/** A key that could seal. */
export interface SealKey {
  readonly kind: 'token' | 'remote'
  readonly place: KeyPlace
  readonly certificate: Certificate
  readonly chain: readonly Certificate[]
}

/** Where the key is, as its token or its service tells now. */
export async function findSealKey(ctx: Context, asked: SealBody): Promise<SealKey> {
  if (asked.kind === 'token') {
    const { place, certificate, chain } = await findOnToken(ctx, asked.place)
    return { kind: 'token', place, certificate, chain }
  }
  const found = await listCredentials(remoteService(ctx), asked.user)
  const credential = found.find(({ id }) => id === asked.credential)
  if (!credential) throw signerErrors.unknownCredential()
  const asks = asksOf(credential)
  // A seal signs while nobody is there.
  if (asks.some((one) => one !== 'pin')) throw sealErrors.asksPerson()
  const place = { user: asked.user, credential: credential.id, asks }
  return { kind: 'remote', place, certificate: credential.certificate, chain: credential.chain }
}

async function remoteSealKey(ctx: Context, { place, certificate }: SealKey, pin: string): Promise<OpenKey> {
  const client = remoteService(ctx)
  const credential = await readCredential(client, place.credential ?? '')
  if (!credential.certificate.der.equals(certificate.der)) throw signerErrors.certificateChanged()
  return remoteKey(client, credential, { pin, approvalSeconds: 0, description: 'Lãn Ông' })
}

/** The key, opened with its PIN. */
export const openSealKey = async (ctx: Context, key: SealKey, pin: string): Promise<OpenKey> =>
  key.kind === 'token' ? heldByToken(ctx, key, pin) : remoteSealKey(ctx, key, pin)

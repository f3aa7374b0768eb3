import type { Context } from '#platform/context.ts'
import type { FoundKey } from '../../contract.ts'
import type { Authentication } from '../../signer-keys.ts'
import type { SignerKeyTable } from '../../tables.ts'
import { subjectName } from '../../x509/certificate.ts'
import { adoptKey } from '../adopt-key.ts'
import { signerErrors } from '../errors.ts'
import { findKey } from '../key-table.ts'
import type { OpenKey } from '../signer.ts'
import { listCredentials, type RemoteCredential, readCredential, remoteKey, sendCodes } from './remote-key.ts'
import { remoteService } from './service.ts'

const asked = { Password: 'pin', ChallengeResponse: 'code', PasswordOOB: 'app' } as const

/** What the owner of a key is asked for each authentication. */
export const asksOf = ({ asks }: RemoteCredential) =>
  asks.map(({ type }) => (type in asked ? asked[type as keyof typeof asked] : 'pin'))

/** The keys that a person has at the remote signing service. */
export async function findRemoteKeys(ctx: Context, user: string): Promise<FoundKey[]> {
  const found = await listCredentials(remoteService(ctx), user)
  return found.map(({ id, certificate, chain }) => ({
    place: id,
    name: subjectName(certificate),
    issuer: chain[0] ? subjectName(chain[0]) : '',
    validTo: certificate.notAfter.toISOString(),
  }))
}

/** From now on the acting person signs with this key of the service. */
export async function useRemoteKey(ctx: Context, user: string, credentialId: string): Promise<void> {
  const own = await listCredentials(remoteService(ctx), user)
  const credential = own.find(({ id }) => id === credentialId)
  if (!credential) throw signerErrors.unknownCredential()
  const { certificate, chain } = credential
  const place = { user, credential: credentialId, asks: asksOf(credential) }
  await adoptKey(ctx, { kind: 'remote', place, certificate, chain })
}

/** Has the service send the acting person a code for the next signing. */
export async function sendMyCode(ctx: Context): Promise<void> {
  const key = await findKey(ctx, ctx.actor.id)
  if (!key?.place?.credential) throw signerErrors.unknownCredential()
  const client = remoteService(ctx)
  await sendCodes(client, await readCredential(client, key.place.credential))
}

const approvalSeconds = 120

export async function openRemoteKey(ctx: Context, key: SignerKeyTable, given: Authentication): Promise<OpenKey> {
  const client = remoteService(ctx)
  const credential = await readCredential(client, key.place?.credential ?? '')
  if (!credential.certificate.der.equals(key.certificate)) throw signerErrors.certificateChanged()
  return remoteKey(client, credential, { ...given, approvalSeconds, description: 'Lãn Ông' })
}

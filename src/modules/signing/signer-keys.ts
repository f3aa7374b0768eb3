import { createHash } from 'node:crypto'
import type { Context } from '#platform/context.ts'
import { signingErrors } from './errors.ts'
import { installedTrust } from './installed-trust.ts'
import { findKey } from './signers/key-table.ts'
import { openTokenKey } from './signers/pkcs11/my-token-key.ts'
import { openRemoteKey } from './signers/remote/my-remote-key.ts'
import type { OpenKey } from './signers/signer.ts'
import { openSoftwareKey } from './signers/software-store.ts'
import type { SignerKeyTable } from './tables.ts'
import { readCertificate } from './x509/certificate.ts'
import { checkChain } from './x509/chain.ts'

/** SHA-256 (hex) of the acting person's certificate; undefined without a key. */
export async function myCertificate(ctx: Context): Promise<string | undefined> {
  const key = await findKey(ctx, ctx.actor.id)
  return key && createHash('sha256').update(key.certificate).digest('hex')
}

/** What a person gives to open the own key, once for all that is signed then. */
export interface Authentication {
  readonly pin: string
  /** One-time code that a remote service sent. */
  readonly otp?: string | undefined
}

async function open(ctx: Context, key: SignerKeyTable, given: Authentication): Promise<OpenKey> {
  if (key.kind === 'remote') return openRemoteKey(ctx, key, given)
  return key.kind === 'token' ? openTokenKey(ctx, key, given.pin) : openSoftwareKey(ctx, key, given.pin)
}

/** Opens the acting person's key. Runs outside the transaction of the command. The PIN goes nowhere else. */
export async function openMyKey(ctx: Context, given: Authentication): Promise<OpenKey> {
  const key = await findKey(ctx, ctx.actor.id)
  if (!key) throw signingErrors.noKey()
  const trust = await installedTrust(ctx)
  const between = key.chain.map((one) => readCertificate(one))
  const { fault } = checkChain(readCertificate(key.certificate), between, trust, ctx.now(), 'document')
  if (fault) throw signingErrors.certificateNotValid({ reason: fault })
  return open(ctx, key, given)
}

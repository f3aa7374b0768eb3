import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { Context } from '#platform/context.ts'
import { readAccount } from '../account-store.ts'
import { audit } from '../audit.ts'
import { identityErrors } from '../errors.ts'
import { tell } from '../notices/tell.ts'
import { type AccountRow, tables } from '../tables.ts'

/** `https://benhvien.vn`: what the browser shows; passkeys are bound to it. */
export type Origin = URL

const minutes = 5

const keysOf = (ctx: Context, account: string) =>
  tables(ctx)
    .selectFrom('login_passkey')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('account', '=', account)
    .orderBy('created_at')
    .execute()

export async function listPasskeys(ctx: Context, account: string) {
  return (await keysOf(ctx, account)).map(({ id, name, created_at, last_used_at }) => ({
    id,
    name,
    createdAt: created_at.toISOString(),
    ...(last_used_at ? { lastUsedAt: last_used_at.toISOString() } : {}),
  }))
}

async function keepChallenge(ctx: Context, challenge: string, account: string | null): Promise<void> {
  await tables(ctx)
    .insertInto('login_challenge')
    .values({
      facility: ctx.facility,
      challenge,
      account,
      expires_at: new Date(ctx.now().getTime() + minutes * 60_000),
    })
    .execute()
}

/** A challenge is answered once. */
async function takeChallenge(ctx: Context, challenge: string, account: string | null): Promise<boolean> {
  const row = await tables(ctx)
    .deleteFrom('login_challenge')
    .where('facility', '=', ctx.facility)
    .where('challenge', '=', challenge)
    .where('account', account === null ? 'is' : '=', account)
    .where('expires_at', '>', ctx.now())
    .returning('challenge')
    .executeTakeFirst()
  return row !== undefined
}

/** Begins to register a passkey of the person; the device must know who holds it. */
export async function beginPasskey(ctx: Context, origin: Origin): Promise<object> {
  const options = await generateRegistrationOptions({
    rpName: 'Lãn Ông',
    rpID: origin.hostname,
    userName: ctx.actor.userName,
    userDisplayName: ctx.actor.name,
    userID: new Uint8Array(Buffer.from(ctx.actor.id)),
    attestationType: 'none',
    excludeCredentials: (await keysOf(ctx, ctx.actor.id)).map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  await keepChallenge(ctx, options.challenge, ctx.actor.id)
  return options
}

export async function keepPasskey(
  ctx: Context,
  origin: Origin,
  { name, response }: { readonly name: string; readonly response: Readonly<Record<string, unknown>> },
): Promise<void> {
  const checked = await verifyRegistrationResponse({
    response: response as unknown as RegistrationResponseJSON,
    expectedChallenge: (challenge) => takeChallenge(ctx, challenge, ctx.actor.id),
    expectedOrigin: origin.origin,
    expectedRPID: origin.hostname,
    requireUserVerification: true,
  }).catch((cause: unknown) => {
    throw identityErrors.passkeyWrong({}, cause)
  })
  if (!checked.verified) throw identityErrors.passkeyWrong()
  const { id, publicKey, counter } = checked.registrationInfo.credential
  const { numInsertedOrUpdatedRows: kept = 0n } = await tables(ctx)
    .insertInto('login_passkey')
    .values({
      facility: ctx.facility,
      id,
      account: ctx.actor.id,
      public_key: Buffer.from(publicKey),
      counter: String(counter),
      name: name.normalize('NFC').trim(),
      created_at: ctx.now(),
      last_used_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (kept === 0n) throw identityErrors.passkeyTaken()
  await audit(ctx, 'factor-add', 'success', { account: ctx.actor.id, factor: 'passkey' })
  await tell(ctx, ctx.actor.id, 'factorAdded')
}

/** What the browser asks the device; no name is needed, the passkey tells who it is. */
export async function beginPasskeyLogin(ctx: Context, origin: Origin): Promise<object> {
  const options = await generateAuthenticationOptions({ rpID: origin.hostname, userVerification: 'required' })
  await keepChallenge(ctx, options.challenge, null)
  return options
}

/** The account of the passkey whose device answered, with its holder known to it: two factors in one act. */
export async function provePasskeyLogin(
  ctx: Context,
  origin: Origin,
  given: Readonly<Record<string, unknown>>,
): Promise<AccountRow> {
  const response = given as unknown as AuthenticationResponseJSON
  const key = await tables(ctx)
    .selectFrom('login_passkey')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('id', '=', String(response.id ?? '').replaceAll('\0', ''))
    .executeTakeFirst()
  if (!key) throw identityErrors.passkeyUnknown()
  const checked = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (challenge) => takeChallenge(ctx, challenge, null),
    expectedOrigin: origin.origin,
    expectedRPID: origin.hostname,
    requireUserVerification: true,
    credential: { id: key.id, publicKey: new Uint8Array(key.public_key), counter: Number(key.counter) },
  }).catch((cause: unknown) => {
    throw identityErrors.passkeyWrong({}, cause)
  })
  if (!checked.verified) throw identityErrors.passkeyWrong()
  await tables(ctx)
    .updateTable('login_passkey')
    .set({ counter: String(checked.authenticationInfo.newCounter), last_used_at: ctx.now() })
    .where('facility', '=', ctx.facility)
    .where('id', '=', key.id)
    .execute()
  return readAccount(ctx, key.account)
}

/** Removes one passkey, or all, of an account; returns how many there were. */
export async function removePasskeys(ctx: Context, account: string, id?: string): Promise<number> {
  let removal = tables(ctx)
    .deleteFrom('login_passkey')
    .where('facility', '=', ctx.facility)
    .where('account', '=', account)
  if (id !== undefined) removal = removal.where('id', '=', id)
  const { numDeletedRows } = await removal.executeTakeFirst()
  return Number(numDeletedRows)
}

import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server'
import type { Kysely } from 'kysely'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { confirmationErrors } from './errors.ts'

interface PasskeyTable {
  facility: number
  id: string
  account_id: string
  public_key: Buffer
  counter: string
  name: string
  created_at: Date
}

interface QuestionTable {
  facility: number
  account_id: string
  challenge: string
  expires_at: Date
}

type Tables = { passkey: PasskeyTable; passkey_question: QuestionTable }

const tables = (ctx: Context): Kysely<Tables> => ctx.db.withTables<Tables>()

/** The address that a browser shows: passkeys are bound to it. */
function originOf(ctx: Context): URL {
  const { publicUrl, host, port } = ctx.config
  return new URL(publicUrl ?? `http://${host === '127.0.0.1' ? 'localhost' : host}:${port}`)
}

const keysOf = (ctx: Context) =>
  tables(ctx)
    .selectFrom('passkey')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('account_id', '=', ctx.actor.id)
    .execute()

const minutes = 10

/** Begins to register a passkey of the acting person; it must know who holds the device. */
export async function beginPasskey(ctx: Context): Promise<object> {
  const options = await generateRegistrationOptions({
    rpName: 'Lãn Ông',
    rpID: originOf(ctx).hostname,
    userName: ctx.actor.userName,
    userDisplayName: ctx.actor.name,
    attestationType: 'none',
    excludeCredentials: (await keysOf(ctx)).map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  })
  const row = { challenge: options.challenge, expires_at: new Date(ctx.now().getTime() + minutes * 60_000) }
  await tables(ctx)
    .insertInto('passkey_question')
    .values({ facility: ctx.facility, account_id: ctx.actor.id, ...row })
    .onConflict((conflict) => conflict.columns(['facility', 'account_id']).doUpdateSet(row))
    .execute()
  return options
}

/** Keeps the public key of a passkey whose device answered the question. */
export async function keepPasskey(ctx: Context, name: string, response: RegistrationResponseJSON): Promise<void> {
  const question = await tables(ctx)
    .deleteFrom('passkey_question')
    .where('facility', '=', ctx.facility)
    .where('account_id', '=', ctx.actor.id)
    .where('expires_at', '>', ctx.now())
    .returning('challenge')
    .executeTakeFirst()
  if (!question) throw confirmationErrors.notOpen()
  const { origin, hostname } = originOf(ctx)
  const checked = await verifyRegistrationResponse({
    response,
    expectedChallenge: question.challenge,
    expectedOrigin: origin,
    expectedRPID: hostname,
    requireUserVerification: true,
  }).catch((error: unknown) => {
    throw confirmationErrors.passkeyWrong({}, error)
  })
  if (!checked.verified) throw confirmationErrors.passkeyWrong()
  const { id, publicKey, counter } = checked.registrationInfo.credential
  await tables(ctx)
    .insertInto('passkey')
    .values({
      facility: ctx.facility,
      id,
      account_id: ctx.actor.id,
      public_key: Buffer.from(publicKey),
      counter: String(counter),
      name,
      created_at: ctx.now(),
    })
    .execute()
  await writeAudit(ctx, { action: 'create', outcome: 'success', entities: [], detail: { passkey: id } })
}

/** Options for the browser: the question is the hash of what is confirmed, so the answer counts for nothing else. */
export async function passkeyOptions(ctx: Context, challenge: Buffer): Promise<Record<string, unknown>> {
  const keys = await keysOf(ctx)
  if (keys.length === 0) throw confirmationErrors.passkeyUnknown()
  const options = await generateAuthenticationOptions({
    rpID: originOf(ctx).hostname,
    challenge: new Uint8Array(challenge),
    userVerification: 'required',
    allowCredentials: keys.map(({ id }) => ({ id })),
  })
  return { ...options }
}

/** Checks the answer of a passkey of the acting person to the question, with the person known to the device. */
export async function provePasskey(
  ctx: Context,
  challenge: Buffer,
  given: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const response = given as unknown as AuthenticationResponseJSON
  const key = (await keysOf(ctx)).find(({ id }) => id === response.id)
  if (!key) throw confirmationErrors.passkeyUnknown()
  const { origin, hostname } = originOf(ctx)
  const checked = await verifyAuthenticationResponse({
    response,
    expectedChallenge: challenge.toString('base64url'),
    expectedOrigin: origin,
    expectedRPID: hostname,
    requireUserVerification: true,
    credential: { id: key.id, publicKey: new Uint8Array(key.public_key), counter: Number(key.counter) },
  }).catch((error: unknown) => {
    throw confirmationErrors.passkeyWrong({}, error)
  })
  if (!checked.verified) throw confirmationErrors.passkeyWrong()
  const { newCounter, userVerified, origin: at } = checked.authenticationInfo
  await tables(ctx)
    .updateTable('passkey')
    .set({ counter: String(newCounter) })
    .where('facility', '=', ctx.facility)
    .where('id', '=', key.id)
    .execute()
  return {
    credential: key.id,
    publicKey: key.public_key.toString('base64'),
    userVerified,
    origin: at,
    response: response.response,
  }
}

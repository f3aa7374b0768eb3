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
import type { PasskeyHolder } from './passkey-holder.ts'

interface PasskeyTable {
  facility: number
  id: string
  account_id: string
  public_key: Buffer
  counter: string
  name: string
  created_at: Date
  holder: string | null
  relation: string | null
  identity: string | null
  registered_by: string | null
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
  const { publicUrl, host, port, tls } = ctx.config
  return new URL(
    publicUrl ?? `${tls === 'off' ? 'http' : 'https'}://${host === '127.0.0.1' ? 'localhost' : host}:${port}`,
  )
}

const keysOf = (ctx: Context, owner: string) =>
  tables(ctx)
    .selectFrom('passkey')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('account_id', '=', owner)
    .execute()

const minutes = 10

/** Begins to register a passkey; the device must know who holds it. */
export async function beginPasskey(ctx: Context, holder: PasskeyHolder): Promise<object> {
  const options = await generateRegistrationOptions({
    rpName: 'Lãn Ông',
    rpID: originOf(ctx).hostname,
    userName: holder.userName,
    userDisplayName: holder.name,
    attestationType: 'none',
    excludeCredentials: (await keysOf(ctx, holder.owner)).map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: 'preferred', userVerification: 'required' },
  })
  const row = { challenge: options.challenge, expires_at: new Date(ctx.now().getTime() + minutes * 60_000) }
  await tables(ctx)
    .insertInto('passkey_question')
    .values({ facility: ctx.facility, account_id: holder.owner, ...row })
    .onConflict((conflict) => conflict.columns(['facility', 'account_id']).doUpdateSet(row))
    .execute()
  return options
}

/** Keeps the public key of a passkey whose device answered the question. */
export async function keepPasskey(
  ctx: Context,
  holder: PasskeyHolder,
  { name, response }: { readonly name: string; readonly response: RegistrationResponseJSON },
): Promise<void> {
  const question = await tables(ctx)
    .deleteFrom('passkey_question')
    .where('facility', '=', ctx.facility)
    .where('account_id', '=', holder.owner)
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
  const isOwn = holder.owner === ctx.actor.id
  const { numInsertedOrUpdatedRows: kept = 0n } = await tables(ctx)
    .insertInto('passkey')
    .values({
      facility: ctx.facility,
      id,
      account_id: holder.owner,
      public_key: Buffer.from(publicKey),
      counter: String(counter),
      name,
      created_at: ctx.now(),
      holder: isOwn ? null : holder.name,
      relation: holder.relation ?? null,
      identity: holder.identity ?? null,
      registered_by: isOwn ? null : ctx.actor.id,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (kept === 0n) throw confirmationErrors.passkeyTaken()
  await writeAudit(ctx, {
    action: 'create',
    outcome: 'success',
    entities: [],
    detail: { passkey: id, ...(isOwn ? {} : { of: holder.owner }) },
  })
}

/** Options for the browser: the question is the hash of what is confirmed, so the answer counts for nothing else. */
export async function passkeyOptions(
  ctx: Context,
  owner: string,
  challenge: Buffer,
): Promise<Record<string, unknown>> {
  const keys = await keysOf(ctx, owner)
  if (keys.length === 0) throw confirmationErrors.passkeyUnknown()
  const options = await generateAuthenticationOptions({
    rpID: originOf(ctx).hostname,
    challenge: new Uint8Array(challenge),
    userVerification: 'required',
    allowCredentials: keys.map(({ id }) => ({ id })),
  })
  return { ...options }
}

/** Checks the answer of a passkey of who confirms to the question, with the person known to the device. */
export async function provePasskey(
  ctx: Context,
  owner: string,
  challenge: Buffer,
  given: Readonly<Record<string, unknown>>,
): Promise<Readonly<Record<string, unknown>>> {
  const response = given as unknown as AuthenticationResponseJSON
  const key = (await keysOf(ctx, owner)).find(({ id }) => id === response.id)
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

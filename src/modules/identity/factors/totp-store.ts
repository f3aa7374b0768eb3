import { randomBytes } from 'node:crypto'
import bwip from 'bwip-js/node'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { sealField } from '#platform/keys/marked-columns.ts'
import { audit } from '../audit.ts'
import { identityErrors } from '../errors.ts'
import { readFacility } from '../facility-name.ts'
import { tell } from '../notices/tell.ts'
import { openMarked } from '../secret-key.ts'
import { tables } from '../tables.ts'
import type { NewTotp } from './contract.ts'
import { base32, matchingStep, otpauthUri } from './totp.ts'

const secretBytes = 20

/** Begins to set up an authenticator; the one before goes on until the first code of the new one is right. */
export async function beginTotp(ctx: Context): Promise<NewTotp> {
  const before = await tables(ctx)
    .selectFrom('totp')
    .select('confirmed_at')
    .where('facility', '=', ctx.facility)
    .where('account', '=', ctx.actor.id)
    .executeTakeFirst()
  if (before?.confirmed_at) throw identityErrors.totpThere()
  const secret = randomBytes(secretBytes)
  const sealed = sealField(ctx.config, 'totp.secret', [ctx.facility, ctx.actor.id], secret)
  const row = { secret: sealed, made_at: ctx.now() }
  await tables(ctx)
    .insertInto('totp')
    .values({ facility: ctx.facility, account: ctx.actor.id, confirmed_at: null, last_step: '0', ...row })
    .onConflict((conflict) => conflict.columns(['facility', 'account']).doUpdateSet(row))
    .execute()
  const { name } = await readFacility(ctx)
  const uri = otpauthUri(secret, { issuer: `Lãn Ông ${name}`.trim(), userName: ctx.actor.userName })
  return { secret: base32(secret), picture: bwip.toSVG({ bcid: 'qrcode', text: uri }) }
}

/** The first right code proves that the authenticator works. */
export async function confirmTotp(ctx: Context, code: string): Promise<void> {
  if (!(await takeCode(ctx, ctx.actor.id, code, false))) throw identityErrors.codeWrong()
  await tables(ctx)
    .updateTable('totp')
    .set({ confirmed_at: ctx.now() })
    .where('facility', '=', ctx.facility)
    .where('account', '=', ctx.actor.id)
    .execute()
  await audit(ctx, 'factor-add', 'success', { account: ctx.actor.id, factor: 'totp' })
  await tell(ctx, ctx.actor.id, 'factorAdded')
}

export async function hasTotp(ctx: Context, account: string): Promise<boolean> {
  const row = await tables(ctx)
    .selectFrom('totp')
    .select('confirmed_at')
    .where('facility', '=', ctx.facility)
    .where('account', '=', account)
    .executeTakeFirst()
  return Boolean(row?.confirmed_at)
}

/** Takes a code once: the step of a code that was taken never counts again. @see RFC 6238 §5.2 */
export async function takeCode(ctx: Context, account: string, code: string, confirmed = true): Promise<boolean> {
  const row = await tables(ctx)
    .selectFrom('totp')
    .select(['secret', 'confirmed_at'])
    .where('facility', '=', ctx.facility)
    .where('account', '=', account)
    .executeTakeFirst()
  if (!row || (confirmed && !row.confirmed_at)) return false
  const secret = await openMarked(ctx.config, 'totp.secret', [ctx.facility, account], row.secret)
  const step = matchingStep(secret, code.replace(/\s/g, ''), ctx.now())
  if (step === undefined) return false
  const { numAffectedRows = 0n } = await sql`
    update totp set last_step = ${step}
    where facility = ${ctx.facility} and account = ${account} and last_step < ${step}`.execute(ctx.db)
  return numAffectedRows > 0n
}

export async function removeTotp(ctx: Context, account: string): Promise<boolean> {
  const { numDeletedRows } = await tables(ctx)
    .deleteFrom('totp')
    .where('facility', '=', ctx.facility)
    .where('account', '=', account)
    .executeTakeFirst()
  return numDeletedRows > 0n
}

import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { audit } from '../audit.ts'
import { keyedHash } from '../secret-key.ts'
import { tables } from '../tables.ts'

const howMany = 10
/** Crockford's letters: none is mistaken for another when read from paper. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

const fold = (code: string) => code.toUpperCase().replace(/[^0-9A-Z]/g, '')
const hashOfCode = (ctx: Context, account: string, code: string) =>
  keyedHash(ctx.config.dataDir, `recovery ${account}`, fold(code))

/** `7K3M-QX2P-9TRD`: 60 bits. */
function makeCode(): string {
  const text = [...randomBytes(12)].map((byte) => letters[byte % 32]).join('')
  return text.replace(/(.{4})(?=.)/g, '$1-')
}

/** New codes to write down; the ones before are worth nothing. */
export async function makeRecoveryCodes(ctx: Context): Promise<string[]> {
  const account = ctx.actor.id
  await removeRecoveryCodes(ctx, account)
  const codes = Array.from({ length: howMany }, makeCode)
  const rows = await Promise.all(
    codes.map(async (code) => ({
      facility: ctx.facility,
      code_hash: await hashOfCode(ctx, account, code),
      account,
      made_at: ctx.now(),
      used_at: null,
    })),
  )
  await tables(ctx).insertInto('recovery_code').values(rows).execute()
  await audit(ctx, 'factor-add', 'success', { account, factor: 'recovery' })
  return codes
}

/** Takes a code once. */
export async function takeRecoveryCode(ctx: Context, account: string, code: string): Promise<boolean> {
  const { numUpdatedRows } = await tables(ctx)
    .updateTable('recovery_code')
    .set({ used_at: ctx.now() })
    .where('facility', '=', ctx.facility)
    .where('account', '=', account)
    .where('code_hash', '=', await hashOfCode(ctx, account, code))
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

export async function recoveryCodesLeft(ctx: Context, account: string): Promise<number> {
  const { rows } = await sql<{ left: number }>`
    select count(*)::int as left from recovery_code
    where facility = ${ctx.facility} and account = ${account} and used_at is null`.execute(ctx.db)
  return rows[0]?.left ?? 0
}

export async function removeRecoveryCodes(ctx: Context, account: string): Promise<void> {
  await tables(ctx)
    .deleteFrom('recovery_code')
    .where('facility', '=', ctx.facility)
    .where('account', '=', account)
    .execute()
}

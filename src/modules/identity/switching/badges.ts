import { randomBytes } from 'node:crypto'
import bwip from 'bwip-js/node'
import { isUuid } from '#kernel/ids.ts'
import type { Context } from '#platform/context.ts'
import { readAccount } from '../account-store.ts'
import { audit } from '../audit.ts'
import { quickSwitchRules } from '../data-files.ts'
import { identityErrors } from '../errors.ts'
import { tell } from '../notices/tell.ts'
import { keyedHash } from '../secret-key.ts'
import { type AccountRow, tables } from '../tables.ts'
import type { Badge, NewBadge, NewBadgeBody } from './contract.ts'

/** Codes that are made here begin so: a screen knows at once that a badge was scanned. */
const badgePrefix = 'LOB-'

/** Scanners send capitals or small letters as the keyboard stands, and some add spaces. */
function foldCode(code: string): string {
  return code.normalize('NFKC').replace(/\s/g, '').toUpperCase()
}

const hashOfCode = (ctx: Context, code: string) => keyedHash(ctx.config.dataDir, 'badge', foldCode(code))

/** Letters and digits of RFC 4648's base32: 130 bits, and every scanner reads them. */
function makeCode(): string {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  return badgePrefix + [...randomBytes(26)].map((byte) => letters[byte % 32]).join('')
}

/** Gives a person a badge: a card they have already, or a code made here. */
export async function makeBadge(ctx: Context, account: string, given: NewBadgeBody): Promise<NewBadge> {
  await readAccount(ctx, account)
  const code = given.code ?? makeCode()
  if (foldCode(code).length < quickSwitchRules.badgeAtLeast)
    throw identityErrors.badgeShort({ count: quickSwitchRules.badgeAtLeast })
  const id = ctx.newId()
  const { numInsertedOrUpdatedRows: made = 0n } = await tables(ctx)
    .insertInto('badge')
    .values({
      facility: ctx.facility,
      id,
      account,
      code_hash: await hashOfCode(ctx, code),
      label: given.label.normalize('NFC').trim(),
      made_at: ctx.now(),
      made_by: ctx.actor.id,
      ended_at: null,
      ended_by: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (made === 0n) throw identityErrors.badgeTaken()
  await audit(ctx, 'badge-make', 'success', {
    account,
    badge: id,
    made: given.code === undefined ? 'here' : 'card',
  })
  await tell(ctx, account, 'badgeMade')
  return given.code === undefined ? { id, code, picture: bwip.toSVG({ bcid: 'qrcode', text: code }) } : { id }
}

export async function listBadges(ctx: Context, account: string): Promise<Badge[]> {
  const rows = await tables(ctx)
    .selectFrom('badge')
    .select(['id', 'label', 'made_at'])
    .where('facility', '=', ctx.facility)
    .where('account', '=', account)
    .where('ended_at', 'is', null)
    .orderBy('made_at')
    .execute()
  return rows.map(({ id, label, made_at }) => ({ id, label, madeAt: made_at.toISOString() }))
}

/** Ends a badge at once: lost, broken, given back. */
export async function endBadge(ctx: Context, account: string, badge: string): Promise<void> {
  if (!isUuid(badge)) throw identityErrors.badgeNotFound({ id: badge })
  const { numUpdatedRows } = await tables(ctx)
    .updateTable('badge')
    .set({ ended_at: ctx.now(), ended_by: ctx.actor.id })
    .where('facility', '=', ctx.facility)
    .where('account', '=', account)
    .where('id', '=', badge)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (numUpdatedRows === 0n) throw identityErrors.badgeNotFound({ id: badge })
  await audit(ctx, 'badge-end', 'success', { account, badge })
}

/** Whose badge a code is; undefined when nobody's. */
export async function holderOf(ctx: Context, code: string): Promise<AccountRow | undefined> {
  const badge = await tables(ctx)
    .selectFrom('badge')
    .select('account')
    .where('facility', '=', ctx.facility)
    .where('code_hash', '=', await hashOfCode(ctx, code))
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return badge ? readAccount(ctx, badge.account) : undefined
}

import { timingSafeEqual } from 'node:crypto'
import { verify } from '@node-rs/argon2'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { actorOf } from '../actor.ts'
import { audit } from '../audit.ts'
import { quickSwitchRules } from '../data-files.ts'
import { identityErrors } from '../errors.ts'
import { addressLimiter } from '../login.ts'
import { oneAtATime } from '../one-at-a-time.ts'
import { type AccountRow, tables } from '../tables.ts'
import { holderOf } from './badges.ts'
import type { ReturnBody } from './contract.ts'
import { mayReturnQuickly, type Parked, parkedAt, unparkSession } from './parked.ts'

export interface ComeBack extends ReturnBody {
  readonly device: string | undefined
  readonly address: string
}

export interface Returned {
  readonly account: AccountRow
  readonly token: string
  readonly place: string | undefined
  readonly createdAt: Date
}

/**
 * Brings a person back to the session that waits for them in this browser, by badge or PIN. The full login of the shift
 * stays what opened it: nothing here opens a session that was not there.
 */
export async function comeBack(ctx: Context, given: ComeBack): Promise<Returned> {
  const seconds = addressLimiter(ctx.config).take(given.address, ctx.now())
  if (seconds > 0) throw identityErrors.tooManyAttempts({ seconds })
  const parked = await parkedAt(ctx, given.device)
  const found = given.badge === undefined ? await byPin(ctx, parked, given) : await byBadge(ctx, parked, given)
  addressLimiter(ctx.config).giveBack(given.address)
  const token = await unparkSession(ctx, found.id)
  const acting: Context = { ...ctx, actor: actorOf(found.account) }
  await audit(acting, 'screen-return', 'success', {
    account: found.account.id,
    session: found.id,
    by: given.badge === undefined ? 'pin' : 'badge',
    address: given.address,
  })
  return { account: found.account, token, place: found.place ?? undefined, createdAt: found.created_at }
}

/** Guesses at one browser are tried one after the other, and end what waits there; a refusal never tells what a code is worth. */
async function byBadge(ctx: Context, parked: readonly Parked[], given: ComeBack): Promise<Parked> {
  const inTurn = oneAtATime(`badge ${given.device ?? given.address}`, 5, () => checkBadge(ctx, parked, given))
  if (!inTurn) throw identityErrors.tooManyAttempts({ seconds: 5 })
  return inTurn
}

async function checkBadge(ctx: Context, parked: readonly Parked[], given: ComeBack): Promise<Parked> {
  const holder = await holderOf(ctx, given.badge ?? '')
  const found = holder && parked.find(({ account }) => account.id === holder.id)
  if (found && mayReturnQuickly(holder) && (await isWaiting(ctx, found.id))) return found
  await countWrongBadge(ctx, parked)
  await audit(ctx, 'screen-return', 'refused', {
    reason: holder ? 'notHere' : 'badgeUnknown',
    ...(holder ? { account: holder.id } : {}),
    address: given.address,
  })
  throw identityErrors.notHere()
}

/** Whether a guess before this one ended the session. */
async function isWaiting(ctx: Context, id: string): Promise<boolean> {
  const row = await tables(ctx)
    .selectFrom('session')
    .select('id')
    .where('facility', '=', ctx.facility)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return row !== undefined
}

async function countWrongBadge(ctx: Context, parked: readonly Parked[]): Promise<void> {
  const most = quickSwitchRules.wrongBadges
  await sql`update session set wrong_pins = wrong_pins + 1,
      ended_at = case when wrong_pins + 1 >= ${most} then ${ctx.now()}::timestamptz end,
      end_reason = case when wrong_pins + 1 >= ${most} then 'pin' end
    where facility = ${ctx.facility} and ended_at is null
      and id = any(${parked.map(({ id }) => id)})`.execute(ctx.db)
}

/** Guesses at one session are tried one after the other, so that parallel ones are counted. */
async function byPin(ctx: Context, parked: readonly Parked[], given: ComeBack): Promise<Parked> {
  const found = parked.find(({ id }) => sameText(id, given.session ?? ''))
  if (!found?.pin_hash || !mayReturnQuickly(found.account)) throw identityErrors.notHere()
  const inTurn = oneAtATime(`pin ${found.id}`, 5, () => checkPin(ctx, given, found))
  if (!inTurn) throw identityErrors.tooManyAttempts({ seconds: 5 })
  await inTurn
  return found
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

async function checkPin(ctx: Context, given: ComeBack, { id, account, pin_hash }: Parked): Promise<void> {
  const current = await tables(ctx)
    .selectFrom('session')
    .select('wrong_pins')
    .where('facility', '=', ctx.facility)
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (!current) throw identityErrors.pinOver()
  if (pin_hash && (await verify(pin_hash, given.pin ?? ''))) return
  const wrong = current.wrong_pins + 1
  const left = quickSwitchRules.wrongPins - wrong
  await tables(ctx)
    .updateTable('session')
    .set({ wrong_pins: wrong, ...(left > 0 ? {} : { ended_at: ctx.now(), end_reason: 'pin' }) })
    .where('facility', '=', ctx.facility)
    .where('id', '=', id)
    .execute()
  await audit(ctx, 'screen-return', 'refused', {
    account: account.id,
    session: id,
    reason: 'pinWrong',
    address: given.address,
  })
  throw left > 0 ? identityErrors.pinWrong({ left }) : identityErrors.pinOver()
}

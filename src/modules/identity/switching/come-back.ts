import { timingSafeEqual } from 'node:crypto'
import { verify } from '@node-rs/argon2'
import type { Context } from '#platform/context.ts'
import { actorOf } from '../actor.ts'
import { audit } from '../audit.ts'
import { identityErrors } from '../errors.ts'
import { guarded } from '../guesses.ts'
import type { AccountRow } from '../tables.ts'
import { holderOf } from './badges.ts'
import type { ReturnBody } from './contract.ts'
import { findDevice } from './devices.ts'
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
 * stays what opened it: nothing here opens a session that was not there. Wrong tries slow down this browser and end nobody's
 * session: whoever waits here would lose the own place to the guesses of another.
 */
export async function comeBack(ctx: Context, given: ComeBack): Promise<Returned> {
  const device = await findDevice(ctx, given.device)
  const guesser = device === undefined ? `address:${given.address}` : `device:${device}`
  const parked = await parkedAt(ctx, given.device)
  const found =
    given.badge === undefined
      ? await byPin(ctx, { parked, given, guesser })
      : await byBadge(ctx, { parked, given, guesser })
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

interface Try {
  readonly parked: readonly Parked[]
  readonly given: ComeBack
  readonly guesser: string
}

/** A refusal never tells what a code is worth. */
function byBadge(ctx: Context, { parked, given, guesser }: Try): Promise<Parked> {
  return guarded(ctx, { guesser, target: undefined }, async () => {
    const holder = await holderOf(ctx, given.badge ?? '')
    const found = holder && parked.find(({ account }) => account.id === holder.id)
    if (found && mayReturnQuickly(holder)) return found
    await audit(ctx, 'screen-return', 'refused', {
      reason: holder ? 'notHere' : 'badgeUnknown',
      ...(holder ? { account: holder.id } : {}),
      address: given.address,
    })
    throw identityErrors.notHere()
  })
}

async function byPin(ctx: Context, { parked, given, guesser }: Try): Promise<Parked> {
  const found = parked.find(({ id }) => sameText(id, given.session ?? ''))
  const hash = found?.pin_hash
  if (!found || !hash || !mayReturnQuickly(found.account)) throw identityErrors.notHere()
  const target = found.account.id
  return guarded(ctx, { guesser, target }, async () => {
    if (await verify(hash, given.pin ?? '')) return found
    await audit(ctx, 'screen-return', 'refused', {
      account: target,
      session: found.id,
      reason: 'pinWrong',
      address: given.address,
    })
    throw identityErrors.pinWrong()
  })
}

function sameText(a: string, b: string): boolean {
  return a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))
}

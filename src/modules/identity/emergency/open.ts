import { AppError } from '#kernel/app-error.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { findAccountByName, updateAccount } from '../account-store.ts'
import { audit } from '../audit.ts'
import { createAccount } from '../create-account.ts'
import { emergencyRules } from '../data-files.ts'
import { identityErrors } from '../errors.ts'
import { resetFactors } from '../factors/own-factors.ts'
import { attemptKey, forgetFailures } from '../login-attempts.ts'
import { tellAdministrators } from '../notices/tell.ts'
import { hashPassword, makePassword } from '../password.ts'
import { type EmergencyEnvelopeRow, tables } from '../tables.ts'
import { closeOpening } from './end.ts'
import { foldCode, hashOfCode, openBox } from './envelopes.ts'

export interface EmergencyAsked {
  readonly reason: string
  readonly codes: readonly string[]
  /** User of the operating system. */
  readonly by: string
}

export interface EmergencyOpened {
  readonly id: string
  readonly userName: string
  readonly password: string
  readonly endsAt: Date
  readonly holders: readonly string[]
  /** What was sealed with the envelopes: the password of the machine. */
  readonly secret: string | undefined
}

/** Opens the emergency account on the word of two holders, for a time. What was refused stands in the journal too. */
export async function openEmergency(ctx: Context, asked: EmergencyAsked): Promise<EmergencyOpened> {
  try {
    return await inTransaction(ctx, (within) => open(within, asked))
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await audit(ctx, 'emergency-open', 'refused', { reason: error.code, by: asked.by })
    await tellAdministrators(ctx, 'emergencyRefused', { by: asked.by })
    throw error
  }
}

async function open(ctx: Context, asked: EmergencyAsked): Promise<EmergencyOpened> {
  const reason = asked.reason.normalize('NFC').trim()
  const count = emergencyRules.reasonAtLeast
  if (reason.length < count || reason.length > 500) throw identityErrors.emergencyReason({ count })
  const [a, b] = asked.codes.filter((code) => foldCode(code) !== '')
  if (a === undefined || b === undefined || asked.codes.length !== 2) throw identityErrors.emergencyCodes()
  const envelopes = [await envelopeOf(ctx, a, 1), await envelopeOf(ctx, b, 2)] as const
  requireTwoUnused(envelopes)
  await markOpened(ctx, envelopes)
  const id = ctx.newId()
  await endBefore(ctx)
  const { account, password, endsAt } = await openAccount(ctx)
  const holders = envelopes.map(({ holder }) => holder)
  await tables(ctx)
    .insertInto('emergency_opening')
    .values({
      facility: ctx.facility,
      id,
      set_id: envelopes[0].set_id,
      account,
      reason,
      holders,
      holder_accounts: envelopes.flatMap(({ account: of }) => of ?? []),
      opened_by: asked.by,
      opened_at: ctx.now(),
      ends_at: endsAt,
      ended_at: null,
      end_reason: null,
      reviewed_at: null,
      reviewed_by: null,
      review: null,
    })
    .execute()
  const secret = await secretOf(ctx, envelopes, [a, b])
  await audit(ctx, 'emergency-open', 'success', {
    opening: id,
    account,
    holders: holders.join(', '),
    reason,
    until: endsAt.toISOString(),
    secret: secret === undefined ? 'none' : 'told',
    by: asked.by,
  })
  await tellAdministrators(ctx, 'emergencyOpened', { holders: holders.join(', '), until: endsAt.toISOString() })
  return { id, userName: emergencyRules.userName, password, endsAt, holders, secret }
}

async function envelopeOf(ctx: Context, code: string, number: number): Promise<EmergencyEnvelopeRow> {
  const row = await tables(ctx)
    .selectFrom('emergency_envelope as e')
    .innerJoin('emergency_set as s', (join) =>
      join.onRef('s.facility', '=', 'e.facility').onRef('s.id', '=', 'e.set_id'),
    )
    .selectAll('e')
    .where('e.facility', '=', ctx.facility)
    .where('s.replaced_at', 'is', null)
    .where('e.code_hash', '=', await hashOfCode(ctx, code))
    .forUpdate('e')
    .executeTakeFirst()
  if (!row) throw identityErrors.emergencyCodeWrong({ number })
  return row
}

function requireTwoUnused([a, b]: readonly [EmergencyEnvelopeRow, EmergencyEnvelopeRow]): void {
  if (a.number === b.number) throw identityErrors.emergencySamePerson({ holder: a.holder })
  const used = [a, b].find(({ opened_at }) => opened_at !== null)
  if (used) throw identityErrors.emergencyCodeUsed({ holder: used.holder })
}

async function markOpened(ctx: Context, envelopes: readonly EmergencyEnvelopeRow[]): Promise<void> {
  for (const { set_id, number } of envelopes)
    await tables(ctx)
      .updateTable('emergency_envelope')
      .set({ opened_at: ctx.now() })
      .where('facility', '=', ctx.facility)
      .where('set_id', '=', set_id)
      .where('number', '=', number)
      .execute()
}

async function endBefore(ctx: Context): Promise<void> {
  const before = await tables(ctx)
    .selectFrom('emergency_opening')
    .select(['id', 'account'])
    .where('facility', '=', ctx.facility)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  if (before) await closeOpening(ctx, before, 'replaced')
}

/** The account is made at its first use; it has no second factor of a person, two persons stand for it. */
async function openAccount(ctx: Context) {
  const { userName, name, role, minutes } = emergencyRules
  const account =
    (await findAccountByName(ctx, userName))?.id ?? (await createAccount(ctx, { userName, name, roles: [role] }))
  const password = makePassword()
  const endsAt = new Date(ctx.now().getTime() + minutes * 60_000)
  await resetFactors(ctx, account)
  await forgetFailures(ctx, attemptKey(userName))
  await updateAccount(ctx, account, {
    active: true,
    off_reason: null,
    opened_at: ctx.now(),
    roles: [role],
    password_hash: await hashPassword(password),
    password_changed_at: ctx.now(),
    must_change: false,
    short_password: false,
    emergency_until: endsAt,
  })
  return { account, password, endsAt }
}

async function secretOf(
  ctx: Context,
  envelopes: readonly [EmergencyEnvelopeRow, EmergencyEnvelopeRow],
  codes: readonly [string, string],
): Promise<string | undefined> {
  const [first = 0, second = 0] = envelopes.map(({ number }) => number).sort((a, b) => a - b)
  const set = envelopes[0].set_id
  const box = await tables(ctx)
    .selectFrom('emergency_box')
    .select('content')
    .where('facility', '=', ctx.facility)
    .where('set_id', '=', set)
    .where('first', '=', first)
    .where('second', '=', second)
    .executeTakeFirst()
  return box && openBox(codes, set, box.content)
}

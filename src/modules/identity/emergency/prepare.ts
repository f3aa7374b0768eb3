import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { findAccountByName } from '../account-store.ts'
import { audit } from '../audit.ts'
import { emergencyRules } from '../data-files.ts'
import { foldUserName, isUserName } from '../domain/user-name.ts'
import { identityErrors } from '../errors.ts'
import { tellAdministrators } from '../notices/tell.ts'
import { tables } from '../tables.ts'
import { hashOfCode, makeCode, sealBox } from './envelopes.ts'

const longestSecret = 1000

export interface Prepared {
  readonly set: string
  readonly envelopes: readonly { readonly number: number; readonly holder: string; readonly code: string }[]
}

interface Holder {
  readonly name: string
  readonly account: string | null
}

/** Makes new envelopes, one for each holder; those before count no more. Codes are told once and kept as hashes. */
export function prepareEmergency(
  ctx: Context,
  given: { readonly holders: readonly string[]; readonly secret?: string | undefined; readonly by: string },
): Promise<Prepared> {
  return inTransaction(ctx, async (within) => {
    const holders = await holdersOf(within, given.holders)
    const secret = secretOf(given.secret)
    const set = within.newId()
    const now = within.now()
    await tables(within)
      .updateTable('emergency_set')
      .set({ replaced_at: now })
      .where('facility', '=', within.facility)
      .where('replaced_at', 'is', null)
      .execute()
    await tables(within)
      .insertInto('emergency_set')
      .values({ facility: within.facility, id: set, made_at: now, made_by: given.by, replaced_at: null })
      .execute()
    const envelopes = holders.map((holder, at) => ({ ...holder, number: at + 1, code: makeCode() }))
    for (const { number, name, account, code } of envelopes)
      await tables(within)
        .insertInto('emergency_envelope')
        .values({
          facility: within.facility,
          set_id: set,
          number,
          holder: name,
          account,
          code_hash: await hashOfCode(within, code),
          opened_at: null,
        })
        .execute()
    if (secret !== undefined) await keepBoxes(within, { set, envelopes, secret })
    await audit(within, 'emergency-prepare', 'success', {
      set,
      holders: holders.map(({ name }) => name).join(', '),
      secret: secret === undefined ? 'none' : 'sealed',
      by: given.by,
    })
    await tellAdministrators(within, 'emergencyPrepared', { count: holders.length })
    return { set, envelopes: envelopes.map(({ number, name, code }) => ({ number, holder: name, code })) }
  })
}

/** The same person with two envelopes would be both persons. */
async function holdersOf(ctx: Context, given: readonly string[]): Promise<readonly Holder[]> {
  const { holdersAtLeast: least, holdersAtMost: most } = emergencyRules
  const holders: Holder[] = []
  for (const text of given) holders.push(await holderOf(ctx, text))
  const names = new Set(holders.map(({ name }) => name.toLocaleLowerCase('vi')))
  const nameless = holders.some(({ name }) => name === '' || name.length > 200)
  if (holders.length < least || holders.length > most || names.size < holders.length || nameless)
    throw identityErrors.emergencyHolders({ least, most })
  return holders
}

async function holderOf(ctx: Context, given: string): Promise<Holder> {
  const text = given.normalize('NFC').replace(/\s+/g, ' ').trim()
  const userName = foldUserName(text)
  const account = isUserName(userName) ? await findAccountByName(ctx, userName) : undefined
  return account ? { name: account.name, account: account.id } : { name: text, account: null }
}

function secretOf(given: string | undefined): string | undefined {
  const secret = given?.replace(/\r?\n$/, '')
  if (secret === '' || (secret !== undefined && secret.length > longestSecret))
    throw identityErrors.emergencySecret({ most: longestSecret })
  return secret
}

interface Sealed {
  readonly secret: string
  readonly envelopes: readonly { readonly number: number; readonly code: string }[]
}

/** One box for each pair, so that any two holders open it and nobody else. */
async function keepBoxes(
  ctx: Context,
  { set, envelopes, secret }: Omit<Prepared, 'envelopes'> & Sealed,
): Promise<void> {
  for (const a of envelopes)
    for (const b of envelopes.filter(({ number }) => number > a.number))
      await tables(ctx)
        .insertInto('emergency_box')
        .values({
          facility: ctx.facility,
          set_id: set,
          first: a.number,
          second: b.number,
          content: sealBox([a.code, b.code], set, secret),
        })
        .execute()
}

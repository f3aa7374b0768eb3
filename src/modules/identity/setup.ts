import { createHash, randomInt, timingSafeEqual } from 'node:crypto'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { hasAccounts } from './account-store.ts'
import { audit } from './audit.ts'
import type { SetupBody } from './contract.ts'
import { createAccount } from './create-account.ts'
import { identityErrors } from './errors.ts'
import { addressLimiter } from './login.ts'

/** Crockford's letters: none is mistaken for another when read from a console. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

function codeFile(ctx: Context): string {
  return join(ctx.config.dataDir, 'keys', 'setup-code')
}

/** The one-time code for the console, while the installation has no account; else undefined. */
export async function setupCode(ctx: Context): Promise<string | undefined> {
  if (await hasAccounts(ctx)) return undefined
  const path = codeFile(ctx)
  const made = Array.from({ length: 12 }, () => letters[randomInt(letters.length)]).join('')
  await mkdir(dirname(path), { recursive: true, mode: 0o700 })
  await writeFile(path, made, { flag: 'wx', mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error
  })
  return (await readFile(path, 'utf8')).replace(/(.{4})(?=.)/g, '$1-')
}

function sameCode(given: string, wanted: string): boolean {
  const digest = (text: string) =>
    createHash('sha256')
      .update(text.replace(/[^0-9a-z]/gi, '').toUpperCase())
      .digest()
  return timingSafeEqual(digest(given), digest(wanted))
}

/** Names the facility and makes its first administrator, once. */
export async function setUp(ctx: Context, given: SetupBody, address: string): Promise<void> {
  const seconds = addressLimiter(ctx.config).take(address, ctx.now())
  if (seconds > 0) throw identityErrors.tooManyAttempts({ seconds })
  if (await hasAccounts(ctx)) throw identityErrors.setupDone()
  const wanted = await readFile(codeFile(ctx), 'utf8').catch(() => undefined)
  if (wanted === undefined || !sameCode(given.setupCode, wanted)) {
    await audit(ctx, 'setup', 'refused', { address })
    throw identityErrors.setupCodeWrong()
  }
  addressLimiter(ctx.config).giveBack(address)
  await inTransaction(ctx, (within) => found(within, given))
  await rm(codeFile(ctx), { force: true })
}

async function found(ctx: Context, { facility, admin }: SetupBody): Promise<void> {
  await sql`lock table account in share row exclusive mode`.execute(ctx.db)
  if (await hasAccounts(ctx)) throw identityErrors.setupDone()
  await sql`
    insert into facility (id, code, name) values (${ctx.facility}, ${facility.code.toUpperCase()}, ${facility.name.normalize('NFC')})
    on conflict (id) do update set code = excluded.code, name = excluded.name`.execute(ctx.db)
  const account = await createAccount(ctx, { ...admin, roles: ['it-admin'] })
  await audit(ctx, 'setup', 'success', { account, facility: facility.code })
}

import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { newSigningKey, openAuthority } from '../authority.ts'
import { signingErrors } from '../errors.ts'
import { type KeyBox, openKey, sealKey } from '../key-box.ts'
import { type SignerKeyTable, tables } from '../tables.ts'
import { readCertificate } from '../x509/certificate.ts'
import { issueCertificate, type SubjectName } from '../x509/issue.ts'
import { findKey } from './key-table.ts'
import type { OpenKey } from './signer.ts'
import { softwareSigner } from './software-key.ts'

const mostFailures = 5
const lockMinutes = 30
const validYears = 2

export interface NewKey {
  readonly accountId: string
  readonly practitionerId: string | undefined
  readonly subject: SubjectName
  readonly pin: string
  /** First moment of the certificate; now when absent. */
  readonly validFrom?: Date
}

/** Makes a software key for a person, certified by the authority of the installation, unless there is one. */
export async function makeSignerKey(ctx: Context, person: NewKey): Promise<void> {
  if (await findKey(ctx, person.accountId)) return
  const authority = await openAuthority(ctx)
  const pair = await newSigningKey()
  const now = ctx.now()
  const certificate = issueCertificate({
    kind: 'signer',
    subject: person.subject,
    publicKey: pair.publicKey,
    issuer: authority.root,
    issuerKey: authority.rootKey,
    notBefore: person.validFrom ?? now,
    notAfter: new Date(now.getTime() + validYears * 365 * 24 * 3_600_000),
  })
  const box = await sealKey(pair.privateKey, person.pin, authority.secret)
  await tables(ctx)
    .insertInto('signer_key')
    .values({
      facility: ctx.facility,
      id: ctx.newId(),
      account_id: person.accountId,
      practitioner_id: person.practitionerId ?? null,
      certificate: certificate.der,
      kind: 'software',
      place: null,
      chain: [],
      private_key: box.encrypted,
      salt: box.salt,
      nonce: box.nonce,
      failures: 0,
      locked_until: null,
      created_at: now,
      revoked_at: null,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/**
 * Counts a try before the PIN is looked at, so that tries side by side cannot pass the limit. The last one
 * locks the key at once; the right PIN opens it again.
 */
async function countTry(ctx: Context, key: SignerKeyTable): Promise<number> {
  const now = ctx.now()
  const until = new Date(now.getTime() + lockMinutes * 60_000)
  const { rows } = await sql<{ failures: number }>`
    update signer_key k set failures = t.tries, locked_until = case when t.tries >= ${mostFailures} then ${until}::timestamptz end
    from (select case when locked_until is null then failures + 1 else 1 end as tries
          from signer_key where facility = ${ctx.facility} and id = ${key.id} for update) t
    where k.facility = ${ctx.facility} and k.id = ${key.id} and (k.locked_until is null or k.locked_until <= ${now})
    returning k.failures`.execute(ctx.db)
  const counted = rows[0]
  if (!counted) throw signingErrors.pinLocked({ until: (key.locked_until ?? until).toISOString() })
  return counted.failures
}

async function forgetTries(ctx: Context, key: SignerKeyTable): Promise<void> {
  await tables(ctx)
    .updateTable('signer_key')
    .set({ failures: 0, locked_until: null })
    .where('facility', '=', ctx.facility)
    .where('id', '=', key.id)
    .execute()
}

function boxOf({ private_key: encrypted, salt, nonce }: SignerKeyTable): KeyBox {
  if (!encrypted || !salt || !nonce) throw new RangeError('a software key without its box')
  return { encrypted, salt, nonce }
}

/** Opens a software key. Runs outside the transaction of the command, so that a wrong PIN stays counted. */
export async function openSoftwareKey(ctx: Context, key: SignerKeyTable, pin: string): Promise<OpenKey> {
  const authority = await openAuthority(ctx)
  const tries = await countTry(ctx, key)
  const opened = await openKey(boxOf(key), pin, authority.secret)
  if (!opened) {
    const left = mostFailures - tries
    if (left > 0) throw signingErrors.pinWrong({ left })
    throw signingErrors.pinLocked({ until: new Date(ctx.now().getTime() + lockMinutes * 60_000).toISOString() })
  }
  await forgetTries(ctx, key)
  return softwareSigner(readCertificate(key.certificate), opened, [])
}

import type { Context } from '#platform/context.ts'
import { newSigningKey, openAuthority } from '../authority.ts'
import { type KeyBox, openKey, sealKey } from '../key-box.ts'
import { type SignerKeyTable, tables } from '../tables.ts'
import { readCertificate } from '../x509/certificate.ts'
import { issueCertificate, type SubjectName } from '../x509/issue.ts'
import { findKey } from './key-table.ts'
import { countTry, forgetTries, wrongPin } from './pin-tries.ts'
import type { OpenKey } from './signer.ts'
import { softwareSigner } from './software-key.ts'

const mostFailures = 5
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

function boxOf({ private_key: encrypted, salt, nonce }: SignerKeyTable): KeyBox {
  if (!encrypted || !salt || !nonce) throw new RangeError('a software key without its box')
  return { encrypted, salt, nonce }
}

/** Opens a software key. Runs outside the transaction of the command, so that a wrong PIN stays counted. */
export async function openSoftwareKey(ctx: Context, key: SignerKeyTable, pin: string): Promise<OpenKey> {
  const authority = await openAuthority(ctx)
  const tries = await countTry(ctx, key, mostFailures)
  const opened = await openKey(boxOf(key), pin, authority.secret)
  if (!opened) throw wrongPin(ctx, mostFailures - tries)
  await forgetTries(ctx, key)
  return softwareSigner(readCertificate(key.certificate), opened, [])
}

/** Whether a PIN opens a software key; nothing is counted, so whoever asks limits how often. */
export async function pinOpens(ctx: Context, key: SignerKeyTable, pin: string): Promise<boolean> {
  const authority = await openAuthority(ctx)
  return (await openKey(boxOf(key), pin, authority.secret)) !== undefined
}

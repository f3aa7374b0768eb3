import { randomBytes, verify } from 'node:crypto'
import type { Organization } from '@medplum/fhirtypes'
import { AppError } from '#kernel/app-error.ts'
import { fold } from '#kernel/fold.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import { writeAudit } from '#store/audit.ts'
import { readResource } from '#store/read.ts'
import { signingErrors } from '../errors.ts'
import { checkIdentity } from '../evidence/check-signer.ts'
import { installedTrust } from '../installed-trust.ts'
import type { SealBody } from '../seal-contract.ts'
import { refuseWeak } from '../signers/adopt-key.ts'
import { tables } from '../tables.ts'
import { type Certificate, readCertificate, subjectName } from '../x509/certificate.ts'
import { checkChain } from '../x509/chain.ts'
import { sealErrors } from './errors.ts'
import { closePin } from './pin-box.ts'
import { findSealKey, openSealKey, type SealKey } from './seal-keys.ts'
import { isOneKey, removeSeal, sealTable } from './table.ts'

const words = (text: string) => fold(text).split(/\s+/).join(' ')

async function refuseOther(ctx: Context, certificate: Certificate): Promise<void> {
  const { name = '' } = await readResource<Organization & { id: string }>(ctx, 'Organization', 'facility')
  if (words(subjectName(certificate)) !== words(name))
    throw sealErrors.otherFacility({ certificate: subjectName(certificate), facility: name })
}

/** Software keys never leave this server; those elsewhere may be offered twice. */
async function refusePersons(ctx: Context, { certificate }: SealKey): Promise<void> {
  const rows = await tables(ctx)
    .selectFrom('signer_key')
    .select('certificate')
    .where('facility', '=', ctx.facility)
    .where('kind', '<>', 'software')
    .execute()
  if (rows.some((row) => isOneKey(readCertificate(row.certificate), certificate))) throw sealErrors.keyOfPerson()
}

const refusals = new Set(['signing.pinWrong', 'signing.pinLocked', 'signers.authenticationWrong'])

/** Signs something meaningless, so that a wrong PIN or certificate is known now and not when a record is archived. */
async function tryOut(ctx: Context, key: SealKey, pin: string): Promise<void> {
  const nothing = randomBytes(32)
  try {
    const opened = await openSealKey(ctx, key, pin)
    const [outcome] = await opened.signAll([nothing])
    if (outcome?.status !== 'fulfilled') throw outcome?.reason
    if (!verify('sha256', nothing, key.certificate.publicKey, outcome.value)) throw sealErrors.unproven()
  } catch (error) {
    throw error instanceof AppError && refusals.has(error.code) ? sealErrors.pinRefused({}, error) : error
  }
}

/**
 * From now on the facility seals with this key; the seal before it is used no more. Asks the key first, so it runs
 * outside of a transaction.
 */
export async function installSeal(ctx: Context, asked: SealBody): Promise<void> {
  const key = await findSealKey(ctx, asked)
  const { certificate, chain } = key
  await refuseOther(ctx, certificate)
  await refusePersons(ctx, key)
  refuseWeak(certificate)
  const { fault } = checkChain(certificate, chain, await installedTrust(ctx), ctx.now(), 'document')
  if (fault) throw signingErrors.certificateNotValid({ reason: fault })
  await checkIdentity(ctx, key)
  await tryOut(ctx, key, asked.pin)
  const id = ctx.newId()
  const box = closePin(ctx.config, { facility: ctx.facility, id }, asked.pin)
  await inTransaction(ctx, async (tx) => {
    await removeSeal(tx)
    await sealTable(tx)
      .insertInto('seal_key')
      .values({
        facility: tx.facility,
        id,
        kind: key.kind,
        place: key.place,
        certificate: certificate.der,
        chain: chain.map(({ der }) => der),
        pin_box: box,
        installed_by: tx.actor.name,
        installed_at: tx.now(),
        removed_at: null,
        stopped: null,
      })
      .execute()
    await writeAudit(tx, {
      action: 'update',
      outcome: 'success',
      entities: ['Organization/facility'],
      detail: { seal: key.kind, certificate: certificate.x509.fingerprint256 },
    })
  })
}

/** The facility seals no more with the installed key. */
export async function dropSeal(ctx: Context): Promise<void> {
  if (!(await removeSeal(ctx))) throw sealErrors.notInstalled()
  await writeAudit(ctx, {
    action: 'delete',
    outcome: 'success',
    entities: ['Organization/facility'],
    detail: { seal: 'removed' },
  })
}

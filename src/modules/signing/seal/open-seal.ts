import { AppError } from '#kernel/app-error.ts'
import type { Context } from '#platform/context.ts'
import { hasDemoAuthority, openAuthority } from '../authority.ts'
import { asSigner } from '../signers/in-one-call.ts'
import type { OpenKey, Signer } from '../signers/signer.ts'
import { readCertificate } from '../x509/certificate.ts'
import { sealErrors } from './errors.ts'
import { openPin } from './pin-box.ts'
import { openSealKey } from './seal-keys.ts'
import { findSeal, type SealKeyTable, sealTable } from './table.ts'

/** Refusals that further tries make worse: tokens lock themselves for good. */
const refusedPin = new Set(['signing.pinWrong', 'signers.keyLocked', 'signers.authenticationWrong'])

async function stopSeal(ctx: Context, row: SealKeyTable, code: string): Promise<void> {
  ctx.log.error({ code }, 'the seal of the facility is stopped')
  await sealTable(ctx)
    .updateTable('seal_key')
    .set({ stopped: code })
    .where('facility', '=', ctx.facility)
    .where('id', '=', row.id)
    .execute()
}

/** The key signs as long as its holder takes the PIN; then never again until it is installed anew. */
function guarded(ctx: Context, row: SealKeyTable, key: OpenKey): OpenKey {
  return {
    ...key,
    async signAll(contents) {
      try {
        return await key.signAll(contents)
      } catch (error) {
        if (error instanceof AppError && refusedPin.has(error.code)) await stopSeal(ctx, row, error.code)
        throw error
      }
    },
  }
}

/** The seal of the facility, opened: the installed one, or that of the demo authority. It is no person's. */
export async function openSealForAll(ctx: Context): Promise<OpenKey> {
  const row = await findSeal(ctx)
  if (!row) {
    if (!hasDemoAuthority(ctx.config.dataDir)) throw sealErrors.notInstalled()
    const { seal } = await openAuthority(ctx)
    return seal
  }
  if (row.stopped) throw sealErrors.stopped({ code: row.stopped })
  const { kind, place } = row
  const certificate = readCertificate(row.certificate)
  const chain = row.chain.map((one) => readCertificate(one))
  const pin = await openPin(ctx.config, row, row.pin_box)
  return guarded(ctx, row, await openSealKey(ctx, { kind, place, certificate, chain }, pin))
}

/** The seal for one signature. */
export const openSeal = async (ctx: Context): Promise<Signer> => asSigner(await openSealForAll(ctx))

/** Whether this installation can seal now. */
export async function canSeal(ctx: Context): Promise<boolean> {
  const row = await findSeal(ctx)
  return row ? row.stopped === null : hasDemoAuthority(ctx.config.dataDir)
}

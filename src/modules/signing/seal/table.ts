import type { Kysely } from 'kysely'
import type { Context } from '#platform/context.ts'
import type { KeyPlace } from '../tables.ts'
import { type Certificate, readCertificate } from '../x509/certificate.ts'

export interface SealKeyTable {
  facility: number
  id: string
  kind: 'token' | 'remote'
  place: KeyPlace
  certificate: Buffer
  chain: Buffer[]
  pin_box: Buffer
  installed_by: string
  installed_at: Date
  removed_at: Date | null
  stopped: string | null
}

export const sealTable = (ctx: Context): Kysely<{ seal_key: SealKeyTable }> =>
  ctx.db.withTables<{ seal_key: SealKeyTable }>()

/** The seal that an administrator installed, if any. */
export const findSeal = (ctx: Context): Promise<SealKeyTable | undefined> =>
  sealTable(ctx)
    .selectFrom('seal_key')
    .selectAll()
    .where('facility', '=', ctx.facility)
    .where('removed_at', 'is', null)
    .executeTakeFirst()

const publicKeyOf = ({ publicKey }: Certificate): Buffer => publicKey.export({ type: 'spki', format: 'der' })

/** Whether two certificates stand for one private key. */
export const isOneKey = (a: Certificate, b: Certificate): boolean => publicKeyOf(a).equals(publicKeyOf(b))

/** Whether a certificate is for a key that is, or once was, the facility's seal. */
export async function isOfSeal(ctx: Context, certificate: Certificate): Promise<boolean> {
  const rows = await sealTable(ctx)
    .selectFrom('seal_key')
    .select('certificate')
    .where('facility', '=', ctx.facility)
    .execute()
  return rows.some((row) => isOneKey(readCertificate(row.certificate), certificate))
}

/** Ends the use of the installed seal; what it sealed stays. */
export async function removeSeal(ctx: Context): Promise<boolean> {
  const { numUpdatedRows } = await sealTable(ctx)
    .updateTable('seal_key')
    .set({ removed_at: ctx.now() })
    .where('facility', '=', ctx.facility)
    .where('removed_at', 'is', null)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

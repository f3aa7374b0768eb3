import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '#platform/context.ts'
import { hasDemoAuthority, openAuthority } from './authority.ts'
import { type Certificate, readCertificate } from './x509/certificate.ts'
import type { Trust } from './x509/chain.ts'

/** Roots and revocation lists that this installation trusts; none when no authority is set up. */
export async function installedTrust(ctx: Context): Promise<Trust> {
  return hasDemoAuthority(ctx.config.dataDir) ? (await openAuthority(ctx)).trust : { roots: [], crls: [] }
}

/** Whether this installation can seal and time-stamp. */
export const hasAuthority = (ctx: Context): boolean => hasDemoAuthority(ctx.config.dataDir)

/** The root kept in a data folder, for `lanong verify`, which opens no database. */
export async function rootOfFolder(dataDir: string): Promise<Certificate | undefined> {
  if (!hasDemoAuthority(dataDir)) return undefined
  return readCertificate(await readFile(join(dataDir, 'demo-ca', 'root.pem'), 'utf8'))
}

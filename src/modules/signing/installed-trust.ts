import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '#platform/context.ts'
import { hasDemoAuthority, openAuthority } from './authority.ts'
import { type Certificate, readCertificate } from './x509/certificate.ts'
import type { Trust } from './x509/chain.ts'

const pemBlock = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g

/** Roots of the authorities that the hospital trusts, as PEM files in `trust` of the data folder. */
async function rootsIn(dataDir: string): Promise<Certificate[]> {
  const folder = join(dataDir, 'trust')
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.pem')).sort()
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  return texts.flatMap((text) => (text.match(pemBlock) ?? []).map(readCertificate))
}

/** Roots and revocation lists that this installation trusts. */
export async function installedTrust(ctx: Context): Promise<Trust> {
  const { dataDir } = ctx.config
  const roots = await rootsIn(dataDir)
  if (!hasDemoAuthority(dataDir)) return { roots, crls: [] }
  const { trust } = await openAuthority(ctx)
  return { roots: [...trust.roots, ...roots], crls: trust.crls }
}

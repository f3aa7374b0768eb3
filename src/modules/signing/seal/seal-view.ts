import { instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { hasDemoAuthority, openAuthority } from '../authority.ts'
import { installedTrust } from '../installed-trust.ts'
import type { SealView } from '../seal-contract.ts'
import { type Certificate, readCertificate, subjectName } from '../x509/certificate.ts'
import { checkChain } from '../x509/chain.ts'
import { findSeal } from './table.ts'

async function told(ctx: Context, certificate: Certificate, chain: readonly Certificate[]) {
  const { path, fault } = checkChain(certificate, chain, await installedTrust(ctx), ctx.now(), 'document')
  return {
    fault,
    name: subjectName(certificate),
    issuer: subjectName(path.at(-1) ?? certificate),
    validTo: certificate.notAfter.toISOString(),
  }
}

/** What the facility seals with. */
export async function sealView(ctx: Context): Promise<SealView> {
  const row = await findSeal(ctx)
  if (row) {
    const chain = row.chain.map((one) => readCertificate(one))
    const { fault, ...names } = await told(ctx, readCertificate(row.certificate), chain)
    return {
      state: row.stopped ? 'stopped' : fault ? 'invalid' : 'ready',
      kind: row.kind,
      ...names,
      since: instantInVietnam(row.installed_at),
      by: row.installed_by,
      ...present({ stopped: row.stopped ?? undefined }),
    }
  }
  if (!hasDemoAuthority(ctx.config.dataDir)) return { state: 'absent' }
  const { seal } = await openAuthority(ctx)
  const { fault, ...names } = await told(ctx, seal.certificate, seal.chain)
  return { state: fault ? 'invalid' : 'ready', kind: 'demo', ...names }
}

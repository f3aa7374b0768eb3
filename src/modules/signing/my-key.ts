import { instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { hasDemoAuthority } from './authority.ts'
import type { KeyView } from './contract.ts'
import { oids } from './der/oids.ts'
import { installedTrust } from './installed-trust.ts'
import { findKey } from './signers/key-table.ts'
import { readCertificate, subjectName } from './x509/certificate.ts'
import { checkChain } from './x509/chain.ts'

/** The acting person's key, for the signing panel. */
export async function myKey(ctx: Context): Promise<KeyView> {
  const demo = hasDemoAuthority(ctx.config.dataDir)
  const key = await findKey(ctx, ctx.actor.id)
  if (!key) return { state: 'absent', asks: [], demo }
  const certificate = readCertificate(key.certificate)
  const locked = key.locked_until !== null && key.locked_until > ctx.now()
  const between = key.chain.map((one) => readCertificate(one))
  const chain = checkChain(certificate, between, await installedTrust(ctx), ctx.now(), 'document')
  return {
    state: locked ? 'locked' : chain.fault ? 'invalid' : 'ready',
    kind: key.kind,
    asks: [...(key.place?.asks ?? (['pin'] as const))],
    name: subjectName(certificate),
    ...present({
      organization: certificate.names[oids.organization],
      title: certificate.names[oids.title],
      lockedUntil: locked && key.locked_until ? instantInVietnam(key.locked_until) : undefined,
    }),
    issuer: subjectName(chain.path.at(-1) ?? certificate),
    validTo: certificate.notAfter.toISOString(),
    demo,
  }
}

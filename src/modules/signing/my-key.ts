import { instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { hasDemoAuthority, openAuthority } from './authority.ts'
import type { KeyView } from './contract.ts'
import { oids } from './der/oids.ts'
import { findKey } from './signers/key-table.ts'
import { readCertificate, subjectName } from './x509/certificate.ts'
import { checkChain } from './x509/chain.ts'

/** The acting person's key, for the signing panel. */
export async function myKey(ctx: Context): Promise<KeyView> {
  const demo = hasDemoAuthority(ctx.config.dataDir)
  const key = demo ? await findKey(ctx, ctx.actor.id) : undefined
  if (!key) return { state: 'absent', asks: [], demo }
  const authority = await openAuthority(ctx)
  const certificate = readCertificate(key.certificate)
  const locked = key.locked_until !== null && key.locked_until > ctx.now()
  const valid =
    checkChain(
      certificate,
      key.chain.map((one) => readCertificate(one)),
      authority.trust,
      ctx.now(),
      'document',
    ).fault === undefined
  return {
    state: locked ? 'locked' : valid ? 'ready' : 'invalid',
    kind: key.kind,
    asks: [...(key.place?.asks ?? (['pin'] as const))],
    name: subjectName(certificate),
    ...present({
      organization: certificate.names[oids.organization],
      title: certificate.names[oids.title],
      lockedUntil: locked && key.locked_until ? instantInVietnam(key.locked_until) : undefined,
    }),
    issuer: subjectName(authority.root),
    validTo: certificate.notAfter.toISOString(),
    demo,
  }
}

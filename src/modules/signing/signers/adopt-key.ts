import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { signingErrors } from '../errors.ts'
import { installedTrust } from '../installed-trust.ts'
import { isOfSeal } from '../seal/table.ts'
import { type KeyPlace, tables } from '../tables.ts'
import { type Certificate, subjectName } from '../x509/certificate.ts'
import { checkChain } from '../x509/chain.ts'
import { isCertificateOf } from '../x509/person.ts'
import { signerErrors } from './errors.ts'
import { dropKey } from './key-table.ts'

export interface ElsewhereKey {
  readonly kind: 'token' | 'remote'
  readonly place: KeyPlace
  readonly certificate: Certificate
  readonly chain: readonly Certificate[]
}

/** Refuses keys below what the house accepts. */
export function refuseWeak({ publicKey }: Certificate): void {
  const { modulusLength = 0, namedCurve = '' } = publicKey.asymmetricKeyDetails ?? {}
  const isStrong =
    publicKey.asymmetricKeyType === 'rsa'
      ? modulusLength >= 2048
      : /^(prime256v1|secp384r1|secp521r1)$/.test(namedCurve)
  if (!isStrong) throw signerErrors.weakKey()
}

/** From now on the acting person signs with a key that is held elsewhere; the key before it is used no more. */
export async function adoptKey(ctx: Context, key: ElsewhereKey): Promise<void> {
  const { certificate, chain } = key
  if (!isCertificateOf(certificate, { name: ctx.actor.name, numbers: [] }))
    throw signerErrors.otherPerson({ certificate: subjectName(certificate), person: ctx.actor.name })
  refuseWeak(certificate)
  if (await isOfSeal(ctx, certificate)) throw signerErrors.keyOfSeal()
  const trust = await installedTrust(ctx)
  const { fault } = checkChain(certificate, chain, trust, ctx.now(), 'document')
  if (fault) throw signingErrors.certificateNotValid({ reason: fault })
  await dropKey(ctx, ctx.actor.id)
  await tables(ctx)
    .insertInto('signer_key')
    .values({
      facility: ctx.facility,
      id: ctx.newId(),
      account_id: ctx.actor.id,
      practitioner_id: ctx.actor.practitionerId ?? null,
      kind: key.kind,
      place: key.place,
      certificate: certificate.der,
      chain: chain.map(({ der }) => der),
      private_key: null,
      salt: null,
      nonce: null,
      failures: 0,
      locked_until: null,
      created_at: ctx.now(),
      revoked_at: null,
    })
    .execute()
  await writeAudit(ctx, {
    action: 'update',
    outcome: 'success',
    entities: [],
    detail: { signingKey: key.kind, certificate: certificate.x509.fingerprint256 },
  })
}

import type { Practitioner } from '@medplum/fhirtypes'
import { sid } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { findResource } from '#store/read.ts'
import { signingErrors } from '../errors.ts'
import { areAccepted } from '../policy/algorithms.ts'
import { signaturePolicy } from '../policy/signature-policy.ts'
import type { Signer } from '../signers/signer.ts'
import { subjectName } from '../x509/certificate.ts'
import { checkChain } from '../x509/chain.ts'
import { isCertificateOf } from '../x509/person.ts'
import { proofsOfPath } from './collect-proofs.ts'
import { isDown, openTrustServices } from './trust-services.ts'

const numberSystems = new Set<string>([sid.licence, sid.cccd])

async function refuseOtherPerson(ctx: Context, { certificate }: Identity): Promise<void> {
  const { practitionerId } = ctx.actor
  const person = practitionerId && (await findResource<Practitioner>(ctx, 'Practitioner', practitionerId))
  if (!person) return
  const name = person.name?.[0]?.text ?? ctx.actor.name
  const numbers = (person.identifier ?? []).flatMap(({ system = '', value = '' }) =>
    numberSystems.has(system) && value ? [value] : [],
  )
  if (!isCertificateOf(certificate, { name, numbers }))
    throw signingErrors.otherPerson({ certificate: subjectName(certificate), person: name })
}

type Identity = Pick<Signer, 'certificate' | 'chain'>

/** Asks the authority now; without an answer the policy of the house decides. */
async function refuseRevoked(ctx: Context, { certificate, chain }: Identity): Promise<void> {
  const services = await openTrustServices(ctx)
  const path = checkChain(certificate, chain, services.trust, ctx.now(), 'document')
  if (path.fault) throw signingErrors.certificateNotValid({ reason: path.fault })
  try {
    const { crls, ocsps } = await proofsOfPath(path.path, services)
    const now = checkChain(certificate, chain, { roots: services.trust.roots, crls, ocsps }, ctx.now(), 'document')
    if (now.fault) throw signingErrors.certificateNotValid({ reason: now.fault })
  } catch (error) {
    if (!isDown(error) || signaturePolicy.revocationDown === 'refuse') throw error
  }
}

/**
 * What Decree 23/2025/NĐ-CP art. 15 asks before a signature: the certificate and its authority are valid and not revoked
 * now, the key is of an accepted kind, and the certificate is the acting person's.
 */
export async function checkSigner(ctx: Context, identity: Identity): Promise<void> {
  await refuseOtherPerson(ctx, identity)
  await checkIdentity(ctx, identity)
}

/** The same for who is no person: the seal of the facility. */
export async function checkIdentity(ctx: Context, identity: Identity): Promise<void> {
  const key = identity.certificate.publicKey
  if (!areAccepted({ digest: 'sha256', key }, ctx.now()))
    throw signingErrors.certificateNotValid({ reason: 'algorithm-refused' })
  await refuseRevoked(ctx, identity)
}

import type { Practitioner } from '@medplum/fhirtypes'
import { sid } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { findResource } from '#store/read.ts'
import { demoValidFrom, makeDemoAuthority } from './authority.ts'
import { makeSignerKey } from './signers/software-store.ts'

/** PIN of every demo key; told at the login and on the console. */
export const demoPin = '202611'

export interface DemoSigner {
  readonly accountId: string
  readonly practitionerId: string | undefined
  readonly name: string
  /** Position as it stands in the certificate: Bác sĩ điều trị. */
  readonly title?: string
}

async function makeOne(ctx: Context, signer: DemoSigner, organization: string): Promise<void> {
  const person = signer.practitionerId
    ? await findResource<Practitioner>(ctx, 'Practitioner', signer.practitionerId)
    : undefined
  const prefix = person?.name?.[0]?.prefix?.join(' ')
  const licence = person?.identifier?.find((one) => one.system === sid.licence)?.value
  await makeSignerKey(ctx, {
    accountId: signer.accountId,
    practitionerId: signer.practitionerId,
    pin: demoPin,
    validFrom: demoValidFrom(ctx.now()),
    subject: {
      commonName: [prefix, signer.name].filter(Boolean).join(' '),
      organization,
      ...(signer.title ? { title: signer.title } : {}),
      ...(licence && /^[ -~]+$/.test(licence) ? { serialNumber: licence } : {}),
    },
  })
}

/**
 * Makes the demo authority and a key for each account, unless they exist. Only in demo mode: the PIN is public.
 * Outside a transaction, since making keys takes a while.
 */
export async function ensureDemoSigners(
  ctx: Context,
  signers: readonly DemoSigner[],
  facilityName: string,
): Promise<void> {
  await makeDemoAuthority(ctx.config.dataDir, facilityName, ctx.now())
  for (let i = 0; i < signers.length; i += 4)
    await Promise.all(signers.slice(i, i + 4).map((signer) => makeOne(ctx, signer, facilityName)))
}

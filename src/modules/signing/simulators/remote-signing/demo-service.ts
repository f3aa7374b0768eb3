import { join } from 'node:path'
import type { Context } from '#platform/context.ts'
import { readTable } from '#platform/read-table.ts'
import { openAuthority } from '../../authority.ts'
import { demoPin } from '../../demo.ts'
import { issueCertificate } from '../../x509/issue.ts'
import { type RemoteSigningSimulator, startRemoteSigning } from './server.ts'
import type { SubscriberGiven } from './subscribers.ts'

const yearMs = 365 * 24 * 3_600_000

/** Every member of staff of the demo hospital twice: `bacsi` confirms with a code, `bacsi-app` in an app; the hospital: `con-dau`. */
function demoPeople(organization: string): SubscriberGiven[] {
  const seal = { userId: 'con-dau', name: organization, organization, pin: demoPin, approval: 'pin' as const }
  const staff = readTable(new URL('../../../../../data/demo/staff.tsv', import.meta.url))
  const people = staff.flatMap(({ userName, name }) => {
    if (!userName || !name) return []
    const person = { name, organization, pin: demoPin }
    return [
      { ...person, userId: userName, approval: 'code' as const },
      { ...person, userId: `${userName}-app`, approval: 'app' as const },
    ]
  })
  return [seal, ...people]
}

export interface DemoRemoteSigning {
  readonly port: number
  readonly organization: string
  readonly client: { readonly id: string; readonly secret: string }
  readonly onMessage: (userId: string, text: string) => void
}

/** The simulated remote signing service for the staff of the demo hospital; the demo authority certifies their keys. */
export async function startDemoRemoteSigning(
  at: Pick<Context, 'config' | 'now'>,
  given: DemoRemoteSigning,
): Promise<RemoteSigningSimulator> {
  const authority = await openAuthority(at)
  return startRemoteSigning({
    port: given.port,
    folder: join(at.config.dataDir, 'simulator', 'remote-signing'),
    people: demoPeople(given.organization),
    client: given.client,
    now: () => Date.now(),
    onMessage: ({ userId }, text) => given.onMessage(userId, text),
    issuer: {
      certificate: authority.root,
      issue: ({ name, organization = '', approval }, publicKey) =>
        issueCertificate({
          kind: approval === 'pin' ? 'seal' : 'signer',
          subject: { commonName: name, organization },
          publicKey,
          issuer: authority.root,
          issuerKey: authority.rootKey,
          notBefore: new Date(at.now().getTime() - 3_600_000),
          notAfter: new Date(at.now().getTime() + 2 * yearMs),
        }),
    },
  })
}

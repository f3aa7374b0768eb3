import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openAuthority } from '#modules/signing/authority.ts'
import {
  type RemoteSigningSimulator,
  startRemoteSigning,
} from '#modules/signing/simulators/remote-signing/server.ts'
import type { SubscriberGiven } from '#modules/signing/simulators/remote-signing/subscribers.ts'
import { issueCertificate } from '#modules/signing/x509/issue.ts'
import type { Config } from '#platform/config.ts'
import { noon } from './database.ts'
import type { TestClient } from './server.ts'
import { systemContext } from './visit.ts'

const day = 86_400_000

/** The simulator of a remote signing service, certified by the demo authority of the server, and the server told of it. */
export async function withRemoteSigning(
  { services }: TestClient,
  people: readonly SubscriberGiven[],
  work: (service: RemoteSigningSimulator) => Promise<void>,
): Promise<void> {
  const authority = await openAuthority(systemContext(services))
  const folder = mkdtempSync(join(tmpdir(), 'lanong-remote-'))
  const client = { id: 'benh-vien', secret: 'bi-mat' }
  const service = await startRemoteSigning({
    port: 0,
    folder,
    people,
    client,
    now: () => Date.now(),
    issuer: {
      certificate: authority.root,
      issue: ({ name, organization }, publicKey) =>
        issueCertificate({
          kind: 'signer',
          subject: { commonName: name, ...(organization ? { organization } : {}) },
          publicKey,
          issuer: authority.root,
          issuerKey: authority.rootKey,
          notBefore: new Date(noon.getTime() - day),
          notAfter: new Date(noon.getTime() + 365 * day),
        }),
    },
  })
  const secretFile = join(folder, 'secret')
  writeFileSync(secretFile, `${client.secret}\n`)
  const told = services as { config: Config }
  told.config = {
    ...services.config,
    remoteSigningUrl: service.url,
    remoteSigningClient: client.id,
    remoteSigningSecretFile: secretFile,
    remoteSigningTimeoutSeconds: 1,
  }
  try {
    await work(service)
  } finally {
    await service.close()
  }
}

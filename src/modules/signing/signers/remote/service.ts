import { readFileSync } from 'node:fs'
import type { Context } from '#platform/context.ts'
import { signerErrors } from '../errors.ts'
import { type CscClient, cscClient } from './csc-client.ts'

const opened = new Map<string, CscClient>()

/** The remote signing service of this installation: one client, so that its access token serves many signings. */
export function remoteService({ config }: Context): CscClient {
  const { remoteSigningUrl: url, remoteSigningClient: clientId, remoteSigningSecretFile: file } = config
  if (!url || !clientId || !file) throw signerErrors.remoteNotSet()
  const name = `${url} ${clientId} ${file}`
  const client =
    opened.get(name) ??
    cscClient({
      url,
      clientId,
      clientSecret: readFileSync(file, 'utf8').trim(),
      timeoutSeconds: config.remoteSigningTimeoutSeconds,
      inside: config.outboundPrivate,
    })
  opened.set(name, client)
  return client
}

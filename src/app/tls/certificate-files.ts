import type { Config } from '#platform/config.ts'
import { type CertificateFiles, tlsErrors } from '#platform/http/tls.ts'
import { ownFiles } from './own-certificate.ts'

/** The files that HTTPS is served with; undefined when the server speaks plain HTTP. */
export function certificateFiles(config: Config): CertificateFiles | undefined {
  if (config.tls === 'off') return undefined
  if (config.tls === 'own') return ownFiles(config.dataDir)
  const { tlsCertificateFile: certificate, tlsKeyFile: key } = config
  if (!certificate || !key) throw tlsErrors.noFiles()
  return { certificate, key }
}

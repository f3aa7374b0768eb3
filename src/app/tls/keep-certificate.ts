import type { Services } from '#platform/services.ts'
import { namesOf, renewOwnCertificate } from './own-certificate.ts'

const lookEveryMs = 3_600_000

/** Makes the own certificate of HTTPS before the server starts, and a new one in time before it ends. */
export function keepOwnCertificate({ config, log, now }: Pick<Services, 'config' | 'log' | 'now'>): {
  stop(): void
} {
  if (config.tls !== 'own') return { stop: () => {} }
  const names = namesOf(config)
  renewOwnCertificate(config.dataDir, names, now())
  const timer = setInterval(() => {
    try {
      if (renewOwnCertificate(config.dataDir, names, now())) log.info({ names }, 'the certificate was renewed')
    } catch (error) {
      log.error({ err: error }, 'the certificate could not be renewed')
    }
  }, lookEveryMs).unref()
  return { stop: () => clearInterval(timer) }
}

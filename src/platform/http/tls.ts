import { constants, X509Certificate } from 'node:crypto'
import { readFileSync, statSync } from 'node:fs'
import type { Server as SecureServer, ServerOptions } from 'node:https'
import type { Logger } from 'pino'
import { defineErrors } from '#kernel/app-error.ts'

export const tlsErrors = defineErrors('tls', {
  noFiles: {
    category: 'invalid',
    text: 'LANONG_TLS=files needs LANONG_TLS_CERTIFICATE_FILE and LANONG_TLS_KEY_FILE.',
  },
  unreadable: { category: 'invalid', text: 'The certificate {file} cannot be used: {reason}.' },
})

/** PEM files that the server shows who it is with. */
export interface CertificateFiles {
  readonly certificate: string
  readonly key: string
}

/**
 * TLS 1.2 and 1.3 with forward secrecy and authenticated encryption only.
 * @see https://ssl-config.mozilla.org/#config=intermediate
 */
const protocol: ServerOptions = {
  minVersion: 'TLSv1.2',
  ciphers: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_CHACHA20_POLY1305_SHA256',
    'TLS_AES_128_GCM_SHA256',
    'ECDHE-ECDSA-AES256-GCM-SHA384',
    'ECDHE-RSA-AES256-GCM-SHA384',
    'ECDHE-ECDSA-CHACHA20-POLY1305',
    'ECDHE-RSA-CHACHA20-POLY1305',
    'ECDHE-ECDSA-AES128-GCM-SHA256',
    'ECDHE-RSA-AES128-GCM-SHA256',
  ].join(':'),
  ecdhCurve: 'X25519:P-256:P-384',
  honorCipherOrder: true,
  secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
}

/** Reads the files and makes sure that they belong together. */
export function tlsOptions({ certificate, key }: CertificateFiles): ServerOptions {
  try {
    const cert = readFileSync(certificate)
    const options = { ...protocol, cert, key: readFileSync(key) }
    const expires = new X509Certificate(cert).validToDate
    if (expires.getTime() < Date.now()) throw new Error(`it ended on ${expires.toISOString().slice(0, 10)}`)
    return options
  } catch (cause) {
    throw tlsErrors.unreadable({ file: certificate, reason: (cause as Error).message }, cause)
  }
}

const lookEveryMs = 60_000

/** Takes a renewed certificate without a restart; one that cannot be used is told and the old one stays. */
export function followCertificate(
  server: Pick<SecureServer, 'setSecureContext'>,
  files: CertificateFiles,
  log: Logger,
  everyMs = lookEveryMs,
): { stop(): void } {
  let seen = markOf(files)
  const timer = setInterval(() => {
    const now = markOf(files)
    if (now === seen || now === undefined) return
    seen = now
    try {
      server.setSecureContext(tlsOptions(files))
      log.info({ file: files.certificate }, 'the server shows a renewed certificate')
    } catch (error) {
      log.error({ err: error }, 'a renewed certificate cannot be used; the old one stays')
    }
  }, everyMs).unref()
  return { stop: () => clearInterval(timer) }
}

function markOf({ certificate, key }: CertificateFiles): string | undefined {
  try {
    return [certificate, key].map((file) => `${statSync(file).ino} ${statSync(file).mtimeMs}`).join(' ')
  } catch {
    return undefined
  }
}

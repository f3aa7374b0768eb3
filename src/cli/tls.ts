import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { certificateFiles } from '#app/tls/certificate-files.ts'
import { authorityFile, namesOf, renewOwnCertificate } from '#app/tls/own-certificate.ts'
import { readCertificate } from '#modules/signing/index.ts'
import type { Command } from './command.ts'

export const command: Command = {
  usage: 'tls [renew]',
  summary: 'The certificate of HTTPS: until when, for which names, and the authority that workstations trust.',
  async run({ config: given, words, say }) {
    const config = { ...given, dataDir: resolve(given.dataDir) }
    const renewed =
      config.tls === 'own' &&
      renewOwnCertificate(config.dataDir, namesOf(config), new Date(), words[0] === 'renew')
    const files = certificateFiles(config)
    if (!files) {
      say('HTTPS is off: set LANONG_TLS=own or LANONG_TLS=files.')
      return { ok: words[0] !== 'renew', value: { tls: 'off' } }
    }
    const { x509, notAfter } = readCertificate(readFileSync(files.certificate, 'utf8'))
    const authority = config.tls === 'own' ? authorityFile(config.dataDir) : undefined
    say(
      `Certificate  ${files.certificate}${renewed ? ' (renewed; a running server takes it within a minute)' : ''}`,
    )
    say(`Until        ${notAfter.toISOString()}`)
    say(`Names        ${x509.subjectAltName ?? x509.subject}`)
    say(`SHA-256      ${x509.fingerprint256}`)
    if (authority) say(`Authority    ${authority} – install it on workstations as a trusted root`)
    const value = {
      tls: config.tls,
      until: notAfter,
      names: x509.subjectAltName,
      fingerprint: x509.fingerprint256,
      authority,
      renewed,
    }
    return { ok: true, value }
  },
}

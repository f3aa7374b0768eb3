import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { hostname, networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { type Certificate, issueCertificate, readCertificate, toPem } from '#modules/signing/index.ts'
import type { Config } from '#platform/config.ts'
import type { CertificateFiles } from '#platform/http/tls.ts'

const dayMs = 86_400_000
const authorityDays = 3650
/** Browsers refuse certificates of more than 825 days; a year is renewed often enough to be practised. */
const serverDays = 365
export const renewBeforeDays = 30
/** The clocks of workstations go wrong by some hours. */
const clockSlackMs = dayMs

/** The authority for HTTPS of this installation. It signs nothing but the certificate of this server. */
const folderOf = (dataDir: string) => join(dataDir, 'tls')

export const authorityFile = (dataDir: string): string => join(folderOf(dataDir), 'ca.pem')

export function ownFiles(dataDir: string): CertificateFiles {
  return { certificate: join(folderOf(dataDir), 'server.pem'), key: join(folderOf(dataDir), 'server.key') }
}

/** Names and addresses by which workstations may reach this machine. */
export function namesOf(config: Pick<Config, 'tlsNames' | 'host' | 'publicUrl'>): readonly string[] {
  if (config.tlsNames !== undefined) return config.tlsNames.split(',')
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return [
    ...new Set([
      'localhost',
      hostname().toLowerCase(),
      ...(config.publicUrl ? [new URL(config.publicUrl).hostname] : []),
      '127.0.0.1',
      '::1',
      ...addresses.filter(({ address }) => !address.startsWith('fe80')).map(({ address }) => address),
    ]),
  ]
}

/**
 * Makes the authority at the first start and the certificate when there is none, when it ends soon, or when the
 * names changed. Tells whether it made one.
 */
export function renewOwnCertificate(dataDir: string, names: readonly string[], now: Date, force = false): boolean {
  const folder = folderOf(dataDir)
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const authority = openAuthority(folder, now)
  const files = ownFiles(dataDir)
  if (!force && isGood(files, names, now)) return false
  const pair = newKey()
  const made = issueCertificate({
    kind: 'server',
    subject: { commonName: (names[0] ?? 'localhost').slice(0, 64), organization: 'Lãn Ông' },
    publicKey: pair.publicKey,
    issuer: authority.certificate,
    issuerKey: authority.key,
    notBefore: new Date(now.getTime() - clockSlackMs),
    notAfter: new Date(now.getTime() + serverDays * dayMs),
    hosts: names,
  })
  // Who looks between the two meets a key that does not fit, keeps what it has, and looks again.
  keep(files.key, pem(pair.privateKey))
  keep(files.certificate, `${toPem(made)}${toPem(authority.certificate)}${namesLine(names)}`)
  return true
}

const namesLine = (names: readonly string[]) => `# names: ${[...names].sort().join(',')}\n`

function isGood({ certificate, key }: CertificateFiles, names: readonly string[], now: Date): boolean {
  if (!existsSync(certificate) || !existsSync(key)) return false
  const text = readFileSync(certificate, 'utf8')
  const { notAfter } = readCertificate(text)
  return text.endsWith(namesLine(names)) && notAfter.getTime() - now.getTime() > renewBeforeDays * dayMs
}

interface Authority {
  readonly certificate: Certificate
  readonly key: KeyObject
}

function openAuthority(folder: string, now: Date): Authority {
  const [certificateFile, keyFile] = [join(folder, 'ca.pem'), join(folder, 'ca.key')]
  if (existsSync(certificateFile))
    return {
      certificate: readCertificate(readFileSync(certificateFile, 'utf8')),
      key: createPrivateKey(readFileSync(keyFile)),
    }
  const pair = newKey()
  const certificate = issueCertificate({
    kind: 'root',
    subject: { commonName: `Lãn Ông HTTPS CA ${hostname()}`.slice(0, 64), organization: 'Lãn Ông' },
    publicKey: pair.publicKey,
    issuerKey: pair.privateKey,
    notBefore: new Date(now.getTime() - clockSlackMs),
    notAfter: new Date(now.getTime() + authorityDays * dayMs),
  })
  keep(keyFile, pem(pair.privateKey))
  keep(certificateFile, toPem(certificate))
  return { certificate, key: pair.privateKey }
}

const newKey = () => generateKeyPairSync('ec', { namedCurve: 'P-256' })

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()

function keep(path: string, content: string): void {
  writeFileSync(`${path}.new`, content, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

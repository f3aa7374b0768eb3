import { readFileSync } from 'node:fs'
import { type Config, settingName } from '../config.ts'

const hereOnly = /^(127\.\d+\.\d+\.\d+|localhost|::1|\[::1\])$/

export const isThisMachine = (host: string): boolean => host === '' || hereOnly.test(host.toLowerCase())

/** Whether the administrator named a host among those inside: plain HTTP goes there and nowhere else. */
export const isNamedInside = (host: string, inside: string | undefined): boolean =>
  (inside ?? '')
    .toLowerCase()
    .split(',')
    .includes(host.replace(/^\[|\]$/g, '').toLowerCase())

/** Settings with addresses that are called, several with commas. */
const called = [
  'subscriptionEndpoints',
  'bulkSources',
  'remoteSigningUrl',
  'timeStampUrl',
  'messageUrl',
  'alarmWebhook',
  'traceUrl',
] as const

/** Settings that would send what is said to another machine without encryption. Production does not start with one. */
export function plainWays(config: Config): readonly string[] {
  const goes = (url: URL | null) =>
    url !== null && !isThisMachine(url.hostname) && !isNamedInside(url.hostname, config.outboundPrivate)
  const overHttp = called.filter((field) =>
    (config[field] ?? '').split(',').some((one) => one.startsWith('http:') && goes(URL.parse(one))),
  )
  const found: (keyof Config)[] = [...overHttp]
  if (config.antivirusUrl?.startsWith('tcp:') && goes(URL.parse(config.antivirusUrl))) found.push('antivirusUrl')
  if (isPlainDatabase(config.databaseUrl)) found.push('databaseUrl')
  if (isPlainDatabase(config.databaseReplicaUrl)) found.push('databaseReplicaUrl')
  const mail = URL.parse(textIn(config.mailServerFile))
  if (mail?.protocol === 'smtp:' && mail.searchParams.get('requireTLS') !== 'true' && goes(mail))
    found.push('mailServerFile')
  const store = URL.parse(endpointIn(textIn(config.backupS3File)))
  if (store?.protocol === 'http:' && goes(store)) found.push('backupS3File')
  return found.map(settingName)
}

/** A database on another machine is met over TLS, with its certificate checked; being inside is no excuse. */
export function isPlainDatabase(address: string | undefined): boolean {
  // A host that is a folder has no place in a URL; `postgres:///name` and `postgres://user@/name` mean a socket.
  const url = URL.parse((address ?? '').replace(/^(\w+:\/\/[^/@]*@)\//, '$1localhost/'))
  if (address === undefined || !url) return false
  const host = url.searchParams.get('host') ?? url.hostname
  if (host.startsWith('/') || isThisMachine(host)) return false
  return !['require', 'verify-ca', 'verify-full'].includes(url.searchParams.get('sslmode') ?? '')
}

function textIn(file: string | undefined): string {
  try {
    return file === undefined ? '' : readFileSync(file, 'utf8').trim()
  } catch {
    return ''
  }
}

function endpointIn(text: string): string {
  try {
    return String((JSON.parse(text) as { endpoint?: unknown } | null)?.endpoint ?? '')
  } catch {
    return ''
  }
}

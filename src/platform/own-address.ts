import { hostname, networkInterfaces } from 'node:os'
import type { Config } from './config.ts'

/** How the request at hand reached this server; absent in jobs and commands. */
export interface ReachedAt {
  /** Host header, as far as the proxy setting trusts it: `ehr.example:8080`. */
  readonly host: string
  /** Port the server listens on. */
  readonly port: number | undefined
}

const fhirBase = '/fhir/R4/'
const loopback =
  /^(?:localhost|(?:.+\.)?localhost|127(?:\.\d+){3}|0\.0\.0\.0|\[::1?\]|\[::ffff:7f[0-9a-f]{2}:.+\])$/

/**
 * What an absolute address of this server's own FHIR interface names: `Patient/p1`. Undefined for other servers and
 * for anything that has no address. An address of this server in another spelling than the plain one (a query,
 * escapes, dots) gives an empty text: nobody may go round a rule by spelling.
 */
export function ownFhirPath(
  config: Config,
  reachedAt: ReachedAt | undefined,
  reference: string,
): string | undefined {
  if (!/^https?:/i.test(reference)) return undefined
  const url = URL.parse(reference)
  if (!url || !isOwn(config, reachedAt, url)) return undefined
  if (url.pathname.startsWith(fhirBase) && reference.endsWith(url.pathname))
    return url.pathname.slice(fhirBase.length)
  return /\/fhir\//i.test(decoded(url.pathname)) ? '' : undefined
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** Any name of this machine with any port under which the server is reached. */
function isOwn(config: Config, reachedAt: ReachedAt | undefined, url: URL): boolean {
  const name = url.hostname.replace(/\.$/, '')
  const port = Number(url.port) || defaultPort(url.protocol)
  const told = [config.publicUrl, reachedAt && `http://${reachedAt.host}`].flatMap((one) => {
    const known = one === undefined ? null : URL.parse(one)
    return known ? [known] : []
  })
  const ports = new Set([config.port, reachedAt?.port, ...told.flatMap(portsOf)])
  if (!ports.has(port)) return false
  return (
    loopback.test(name) || name === config.host || told.some((one) => one.hostname === name) || isMachine(name)
  )
}

const defaultPort = (protocol: string) => (protocol === 'https:' ? 443 : 80)

/** A proxy may speak TLS where the server does not, so a host without a port stands for both standard ports. */
function portsOf(url: URL): readonly number[] {
  return url.port === '' ? [80, 443] : [Number(url.port)]
}

let known: { readonly names: ReadonlySet<string>; readonly until: number } | undefined
const keptMs = 60_000

function isMachine(name: string): boolean {
  if (!known || known.until < Date.now()) known = { names: machineNames(), until: Date.now() + keptMs }
  return known.names.has(name)
}

function machineNames(): ReadonlySet<string> {
  const addresses = Object.values(networkInterfaces()).flatMap((list) => list ?? [])
  return new Set([
    hostname().toLowerCase(),
    ...addresses.map((one) => (one.family === 'IPv6' ? `[${one.address}]` : one.address)),
  ])
}

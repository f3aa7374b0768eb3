import helmet from '@fastify/helmet'
import fastify from 'fastify'
import type { Config } from '../config.ts'
import { reportAddress } from './content-reports.ts'

/** Stands where a page gets the number of its styles; taken out of answers that are no pages. */
export const styleNonceMark = "'nonce-of-this-page'"

const reportGroup = 'content'

const contentPolicy = {
  baseUri: ["'none'"],
  formAction: ["'self'"],
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  styleSrc: ["'self'", styleNonceMark],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'", 'data:'],
  // The second is the agent of a fingerprint reader on the workstation itself: docs/fingerprint-readers.md.
  connectSrc: ["'self'", 'http://127.0.0.1:17890'],
  objectSrc: ["'self'", 'blob:'],
  frameSrc: ["'self'", 'blob:'],
  workerSrc: ["'self'", 'blob:'],
  frameAncestors: ["'self'"],
  upgradeInsecureRequests: null,
  // The first is read by browsers of before the Reporting API.
  reportUri: [reportAddress],
  reportTo: [reportGroup],
}

/** A year (RFC 6797 §6.1.1). Other names of the hospital's domain are not ours to decide for. */
const hstsSeconds = 31_536_000

/** Whether browsers reach the server by HTTPS, its own or that of a proxy. */
export const isSecure = ({ tls, publicUrl }: Pick<Config, 'tls' | 'publicUrl'>): boolean =>
  tls !== 'off' || publicUrl?.startsWith('https:') === true

/** Security headers of pages and of the screens' interface. They are the same for all, so they are made once. */
export async function pageHeaders(secure: boolean): Promise<Readonly<Record<string, string>>> {
  const model = fastify()
  await model.register(helmet, {
    contentSecurityPolicy: { directives: contentPolicy },
    hsts: secure ? { maxAge: hstsSeconds, includeSubDomains: false } : false,
    crossOriginEmbedderPolicy: false,
  })
  model.get('/', async () => '')
  const { headers } = await model.inject('/')
  await model.close()
  const own = new Set(['content-type', 'content-length', 'date', 'connection'])
  const reports = { 'reporting-endpoints': `${reportGroup}="${reportAddress}"` }
  return Object.fromEntries(
    Object.entries({ ...headers, ...reports }).flatMap(([name, value]) =>
      own.has(name) ? [] : [[name, String(value)]],
    ),
  )
}

/** Data are kept by no browser and no proxy on the way. A page and its files say for themselves how long they are good. */
export const dataHeaders = { 'cache-control': 'no-store' } as const

/** What answers of the FHIR interface carry: they are data, nothing in them may run or be framed elsewhere. */
export const apiHeaders = (secure: boolean): Readonly<Record<string, string>> => ({
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'self'",
  'cross-origin-resource-policy': 'same-origin',
  ...dataHeaders,
  ...(secure ? { 'strict-transport-security': `max-age=${hstsSeconds}` } : {}),
})

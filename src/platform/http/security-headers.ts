import helmet from '@fastify/helmet'
import fastify from 'fastify'

const contentPolicy = {
  defaultSrc: ["'self'"],
  scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:', 'blob:'],
  fontSrc: ["'self'", 'data:'],
  // The second is the agent of a fingerprint reader on the workstation itself: docs/fingerprint-readers.md.
  connectSrc: ["'self'", 'http://127.0.0.1:17890'],
  objectSrc: ["'self'", 'blob:'],
  frameSrc: ["'self'", 'blob:'],
  workerSrc: ["'self'", 'blob:'],
  frameAncestors: ["'self'"],
  upgradeInsecureRequests: null,
}

/** Security headers of pages and of the screens' interface. They are the same for all, so they are made once. */
export async function pageHeaders(): Promise<Readonly<Record<string, string>>> {
  const model = fastify()
  await model.register(helmet, {
    contentSecurityPolicy: { directives: contentPolicy },
    hsts: false,
    crossOriginEmbedderPolicy: false,
  })
  model.get('/', async () => '')
  const { headers } = await model.inject('/')
  await model.close()
  const own = new Set(['content-type', 'content-length', 'date', 'connection'])
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (own.has(name) ? [] : [[name, String(value)]])),
  )
}

/** What answers of the FHIR interface carry: they are data, nothing in them may run or be framed elsewhere. */
export const apiHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'content-security-policy': "default-src 'none'; frame-ancestors 'self'",
  'cross-origin-resource-policy': 'same-origin',
}

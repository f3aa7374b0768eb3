import type { FastifyInstance } from 'fastify'
import type { Logger } from 'pino'

/** Where browsers tell what the content policy stopped. */
export const reportAddress = '/content-reports'

const mostBytes = 16 * 1024
/** So many different ones are told until the next hour: a broken extension of a browser reports with every page. */
const mostPerHour = 200
const hourMs = 3_600_000

export interface Stopped {
  readonly directive: string
  /** Where it would have come from: an origin, or a word such as `inline`. */
  readonly blocked: string
  /** The path of the page, without what stands behind it. */
  readonly page: string
}

type Json = Readonly<Record<string, unknown>>
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null

/** An address may hold what nobody wants in a log: its origin is enough to find the fault. */
const originOf = (text: string): string => {
  const url = URL.parse(text)
  return (url && url.origin !== 'null' ? url.origin : text.replace(/[:?#/].*$/s, '')).slice(0, 100)
}

/** A path of two words: ids of patients and papers stand behind them. */
const pageOf = (text: string): string =>
  (URL.parse(text)?.pathname ?? '').split('/').slice(0, 2).join('/').slice(0, 100)

/** What browsers send: one report of CSP level 2, or a list of those of the Reporting API. */
export function readReports(body: unknown): readonly Stopped[] {
  const given = Array.isArray(body)
    ? body.slice(0, 20).map((one) => (isObject(one) ? one['body'] : undefined))
    : [isObject(body) ? body['csp-report'] : undefined]
  return given.filter(isObject).map((one) => {
    const text = (...names: readonly string[]) =>
      String(names.map((name) => one[name]).find((value) => typeof value === 'string') ?? '')
    return {
      directive: text('effectiveDirective', 'effective-directive', 'violated-directive')
        .replace(/[^a-z-].*$/s, '')
        .slice(0, 40),
      blocked: originOf(text('blockedURL', 'blocked-uri')),
      page: pageOf(text('documentURL', 'document-uri')),
    }
  })
}

/** Takes reports of browsers into the log, each kind once an hour. */
export function takeContentReports(
  server: FastifyInstance,
  log: Logger,
  now: () => number = () => performance.now(),
): void {
  const told = new Set<string>()
  let since = now()
  const tell = (one: Stopped) => {
    if (now() - since > hourMs) {
      told.clear()
      since = now()
    }
    const key = JSON.stringify(one)
    if (told.has(key) || told.size >= mostPerHour) return
    told.add(key)
    log.warn(one, 'a browser stopped something that the content policy forbids')
  }
  server.addContentTypeParser(
    ['application/csp-report', 'application/reports+json'],
    { parseAs: 'string', bodyLimit: mostBytes },
    server.getDefaultJsonParser('error', 'error'),
  )
  server.post(
    reportAddress,
    { config: { permission: 'public' }, bodyLimit: mostBytes },
    async (request, reply) => {
      for (const one of readReports(request.body)) tell(one)
      return reply.code(204).send()
    },
  )
}

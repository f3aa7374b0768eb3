import type { IncomingHttpHeaders } from 'node:http'

/** The language a client wants; Vietnamese unless it asks for English first. */
export function languageOf(headers: IncomingHttpHeaders): 'vi' | 'en' {
  return /^en\b/i.test(String(headers['accept-language'] ?? '')) ? 'en' : 'vi'
}

import { AppError, type ErrorSpec } from '#kernel/app-error.ts'
import { diskFull } from '../disk-room.ts'

/** A failure of PostgreSQL, of files or of Fastify that has a name of its own. */
type Named = (cause: unknown) => AppError

const named =
  (code: string, spec: ErrorSpec): Named =>
  (cause) =>
    new AppError(code, spec, {}, cause)

const badAddress = named('http.badAddress', {
  category: 'invalid',
  text: 'The address holds a malformed % escape.',
})
const busy = named('database.busy', {
  category: 'conflict',
  text: 'Another change came at the same moment. Try again.',
})
const away = named('database.away', {
  category: 'unavailable',
  text: 'The database does not answer at the moment.',
})
const overloaded = named('database.overloaded', {
  category: 'unavailable',
  text: 'The database has more to do than it can at the moment.',
})
const slow = named('database.slow', {
  category: 'unavailable',
  text: 'The database took too long, so the work was broken off.',
})
export const serverBusy = named('server.busy', {
  category: 'unavailable',
  text: 'The server has more requests than it can answer at the moment.',
})
const text = named('database.text', {
  category: 'invalid',
  text: 'The text holds a character that cannot be stored.',
})

/** By `code`: Fastify, Node.js, and https://www.postgresql.org/docs/current/errcodes-appendix.html */
const knownFailures: ReadonlyMap<string, Named> = new Map([
  ['FST_ERR_BAD_URL', badAddress],
  ['40001', busy],
  ['40P01', busy],
  ['53100', diskFull],
  ['ENOSPC', diskFull],
  ['EDQUOT', diskFull],
  ['57P01', away],
  ['57P02', away],
  ['53300', overloaded],
  ['57014', slow],
  ['ETIMEDOUT', away],
  ['EHOSTUNREACH', away],
  ['ENETUNREACH', away],
  ['ENOTFOUND', away],
  ['EPIPE', away],
  ['57P03', away],
  ['ECONNREFUSED', away],
  ['ECONNRESET', away],
  ['22021', text],
  ['22P05', text],
  ['22P02', text],
])

/** What pg says in words only. */
const spoken: readonly (readonly [RegExp, Named])[] = [
  [/^(Connection terminated|Client (was closed|has encountered)|Query read timeout|timeout expired)/, away],
  [/^timeout exceeded when trying to connect/, overloaded],
]

export function knownFailure(code: string, message: string): Named | undefined {
  return knownFailures.get(code) ?? spoken.find(([words]) => words.test(message))?.[1]
}

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
const text = named('database.text', {
  category: 'invalid',
  text: 'The text holds a character that cannot be stored.',
})

/** By `code`: Fastify, Node.js, and https://www.postgresql.org/docs/current/errcodes-appendix.html */
export const knownFailures: ReadonlyMap<string, Named> = new Map([
  ['FST_ERR_BAD_URL', badAddress],
  ['40001', busy],
  ['40P01', busy],
  ['53100', diskFull],
  ['ENOSPC', diskFull],
  ['EDQUOT', diskFull],
  ['57P01', away],
  ['57P03', away],
  ['ECONNREFUSED', away],
  ['ECONNRESET', away],
  ['22021', text],
  ['22P05', text],
  ['22P02', text],
])

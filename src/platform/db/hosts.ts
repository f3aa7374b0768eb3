import { AppError } from '#kernel/app-error.ts'
import type { DatabaseAddress } from './connect.ts'

/** `postgresql://user:password@` · `a:5432,b:5432` · `/name?options` */
const severalHosts = /^(postgres(?:ql)?:\/\/(?:[^@/]*@)?)([^/?]*)(.*)$/

/**
 * The places that an address names: libpq's URLs may name several servers, of which one can be written to.
 * https://www.postgresql.org/docs/18/libpq-connect.html#LIBPQ-MULTIPLE-HOSTS
 */
export function placesOf(address: DatabaseAddress): readonly DatabaseAddress[] {
  const { connectionString, ...rest } = address
  const [, head = '', hosts = '', tail = ''] = severalHosts.exec(connectionString ?? '') ?? []
  if (!hosts.includes(',')) return [address]
  const options = withoutTarget(tail)
  return hosts.split(',').map((host) => ({ ...rest, connectionString: `${head}${host}${options}` }))
}

/** We look for the server that takes writes ourselves; pg would refuse no other wish but pass it on. */
function withoutTarget(tail: string): string {
  const [path = '', query] = tail.split('?')
  if (query === undefined) return path
  const options = new URLSearchParams(query)
  const wish = options.get('target_session_attrs')
  if (wish !== null && wish !== 'read-write' && wish !== 'primary')
    throw new AppError(
      'database.badTarget',
      { category: 'invalid', text: 'LANONG_DATABASE_URL: target_session_attrs must be read-write, not {wish}.' },
      { wish },
    )
  options.delete('target_session_attrs')
  const left = options.toString()
  return left === '' ? path : `${path}?${left}`
}

/** Host and port of a place, for people; never its user or password. */
export function placeName({ connectionString, host, port }: DatabaseAddress): string {
  if (connectionString === undefined) return `${host ?? ''}${port === undefined ? '' : `:${port}`}`
  const [, , named = ''] = severalHosts.exec(connectionString) ?? []
  return named === '' ? (/[?&]host=([^&]+)/.exec(connectionString)?.[1] ?? '') : named
}

import type { IncomingMessage } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { parseLsn } from '../backup/lsn.ts'
import type { Replica } from '../db/replica.ts'
import type { MayLag } from '../services.ts'

const cookieName = 'lo_seen'
/** Tells a program how far the log went with its write; sent with a read it allows that read to come from the replica. */
export const seenHeader = 'x-lanong-seen'
/** Longer than a replica that is in use may be behind. */
const keptSeconds = 3600

const lsn = /^[0-9A-Fa-f]{1,8}\/[0-9A-Fa-f]{1,8}$/

/**
 * What the session of a request has seen. The mark lies with the browser or program, so that it holds whichever process
 * answers. A program that sends none always reads from the primary: nobody can know what it wrote.
 */
export function mayLagOf({ headers }: Pick<IncomingMessage, 'headers'>): MayLag | undefined {
  const given = headers[seenHeader]
  if (headers.authorization !== undefined || given !== undefined)
    return typeof given === 'string' && lsn.test(given) ? { seen: parseLsn(given) } : undefined
  const [, mark = ''] = new RegExp(`(?:^|;\\s*)(?:__Host-)?${cookieName}=([^;]*)`).exec(headers.cookie ?? '') ?? []
  const plain = mark.replace('-', '/')
  return { seen: lsn.test(plain) ? parseLsn(plain) : undefined }
}

/** Gives every answer to a write the mark of what it wrote. */
export function markWrites(server: FastifyInstance, replica: Replica, secure: boolean): void {
  server.addHook('onSend', async (request, reply) => {
    if (['GET', 'HEAD', 'OPTIONS'].includes(request.method) || reply.statusCode >= 400) return
    const mark = await replica.written()
    const cookie = `${secure ? '__Host-' : ''}${cookieName}=${mark.replace('/', '-')}; HttpOnly; Path=/; SameSite=Strict; Max-Age=${keptSeconds}${secure ? '; Secure' : ''}`
    reply.header(seenHeader, mark)
    if (request.headers.authorization === undefined) reply.header('set-cookie', cookie)
  })
}

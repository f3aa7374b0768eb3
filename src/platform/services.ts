import type { FastifyRequest } from 'fastify'
import type pg from 'pg'
import type { Logger } from 'pino'
import { uuidv7 } from '#kernel/ids.ts'
import type { Lsn } from './backup/lsn.ts'
import type { Blobs } from './blobs.ts'
import type { Config } from './config.ts'
import type { Actor, Context, Db, SessionReplica } from './context.ts'
import type { Replica } from './db/replica.ts'
import type { Guard } from './guard.ts'
import type { ReachedAt } from './own-address.ts'

/** What a running program has; contexts are made from it. */
export interface Services {
  readonly config: Config
  readonly db: Db
  readonly pool: pg.Pool
  /** Answers reads that may be a little old. */
  readonly replica?: Replica | undefined
  readonly blobs: Blobs
  readonly log: Logger
  readonly guards: readonly Guard[]
  /** Throws when the disk has no room left; absent where there is no disk to look after. */
  readonly needRoom?: () => void
  /** Demo mode: demo accounts and the demo certificate authority are allowed. */
  readonly demo: boolean
  readonly now: () => Date
  /** Text of an error code in a language. */
  translate(
    code: string,
    language: 'vi' | 'en',
    details: Readonly<Record<string, string | number>>,
  ): string | undefined
}

export interface Authenticated {
  readonly facility: number
  readonly actor: Actor
}

/** Who a request comes from; undefined when it carries no credentials. Throws when they are wrong. */
export type Authenticate = (request: FastifyRequest, services: Services) => Promise<Authenticated | undefined>

/** The program itself, for jobs, seeding and start-up. */
export const systemActor: Actor = {
  id: 'system',
  kind: 'system',
  userName: 'system',
  name: 'Lãn Ông',
  departments: [],
  roles: ['system'],
  permissions: new Set(['*']),
}

export const nobody: Actor = {
  id: 'nobody',
  kind: 'system',
  userName: 'nobody',
  name: '',
  departments: [],
  roles: [],
  permissions: new Set(),
}

/** A child logger costs more than most requests log, so it is made at the first line. */
function childWhenUsed(log: Logger, bindings: Readonly<Record<string, string>>): Logger {
  let child: Logger | undefined
  return new Proxy(log, {
    get(parent, name) {
      child ??= parent.child(bindings)
      const value: unknown = Reflect.get(child, name)
      return typeof value === 'function' ? value.bind(child) : value
    },
  })
}

/** Until where the log of the primary must be replayed for a session; see http/seen-mark.ts. */
export interface MayLag {
  readonly seen: Lsn | undefined
}

function ofSession(replica: Replica, mayLag: MayLag | undefined): SessionReplica {
  return {
    reads: () => mayLag && replica.readsSince(mayLag.seen),
    suspect: replica.suspect,
    state: replica.state,
  }
}

export function makeContext(
  services: Services,
  of: {
    readonly facility: number
    readonly actor: Actor
    readonly requestId?: string
    readonly language?: 'vi' | 'en'
    readonly reachedAt?: ReachedAt
    readonly cameFrom?: string
    /** What the session of a request has written, when it may read from the replica at all. */
    readonly mayLag?: MayLag | undefined
  },
): Context {
  const requestId = of.requestId ?? uuidv7()
  return {
    facility: of.facility,
    actor: of.actor,
    requestId,
    told: [],
    language: of.language ?? 'vi',
    reachedAt: of.reachedAt,
    cameFrom: of.cameFrom,
    db: services.db,
    pool: services.pool,
    replica: services.replica && ofSession(services.replica, of.mayLag),
    log: childWhenUsed(services.log, { requestId, actor: of.actor.id }),
    config: services.config,
    blobs: services.blobs,
    guards: services.guards,
    needRoom: services.needRoom ?? (() => {}),
    now: services.now,
    newId: () => uuidv7(services.now().getTime()),
  }
}

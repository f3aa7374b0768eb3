import type { Kysely } from 'kysely'
import type pg from 'pg'
import type { Logger } from 'pino'
import type { AccessView } from './access.ts'
import type { Blobs } from './blobs.ts'
import type { Config } from './config.ts'
import type { ReplicaState } from './db/replica.ts'
import type { Guard } from './guard.ts'
import type { ReachedAt } from './own-address.ts'

/** The database as the server sees it. A module types its own tables with `db.withTables<…>()`. */
export type Db = Kysely<unknown>

/** Who acts. `id` is the account's id; `practitionerId` and `patientId` name the FHIR resource behind it. */
export interface Actor {
  readonly id: string
  readonly kind: 'person' | 'system' | 'patient'
  readonly userName: string
  /** Display name, for papers and screens; never for logs. */
  readonly name: string
  readonly practitionerId?: string
  readonly patientId?: string
  /** Department codes (urn:lanong:cs:department) the person works in. */
  readonly departments: readonly string[]
  readonly roles: readonly string[]
  readonly permissions: ReadonlySet<string>
  /** Scopes of the token of a program, as they were granted; for evidence. */
  readonly tokenScope?: string
  /** What the token of an application leaves; absent when it is everything the permissions allow. */
  readonly scopes?: ActorScopes
}

/** Scopes of an application's token that reach less than everything; see module identity. */
export interface ActorScopes {
  readonly granted: readonly {
    readonly context: 'patient' | 'user' | 'system'
    /** Resource type, or `*`. */
    readonly type: string
    /** Some of `c`, `r`, `u`, `d`, `s`. */
    readonly rights: string
    readonly query: string
  }[]
  /** The patient of the launch. */
  readonly patientId?: string
}

/** The replica as one session may use it. */
export interface SessionReplica {
  reads(): { readonly db: Db; readonly pool: pg.Pool } | undefined
  suspect(reason: string): void
  state(): ReplicaState
}

/** An event of the journal that was told in the course of a request. */
export interface ToldAct {
  readonly action: string
  readonly outcome: string
  readonly patient: string | undefined
  /** It is part of a transaction, and goes with it when that is undone. */
  readonly inside: boolean
}

/** The only thing passed about. One per request, job run or command. */
export interface Context {
  /** Number of the facility (column `facility` of every table). */
  readonly facility: number
  readonly actor: Actor
  readonly requestId: string
  /** What the journal was told so far; one list for all contexts made from this one. */
  readonly told: ToldAct[]
  readonly language: 'vi' | 'en'
  /** A connection pool, or the open transaction of this command. */
  readonly db: Db
  /** The connections behind `db`, for statements of the store that Kysely has no form for. */
  readonly pool: pg.Pool
  /** Where pages of a search are read, when that is not `pool`: the replica. */
  readonly readPool?: pg.Pool | undefined
  /** The replica, as far as it has what this session wrote; see `readMaybeOld`. */
  readonly replica?: SessionReplica | undefined
  /** Set by `runCommand`: the id the client made for this write. */
  readonly commandId?: string
  /** Host and port of the request: references to them are references to this server. */
  readonly reachedAt?: ReachedAt | undefined
  /** Whom the request came from: `10.0.0.5:51034`, `[fd00::5]:51034`; behind a proxy without a port. Absent in jobs. */
  readonly cameFrom?: string | undefined
  /** What the actor may see of resources; absent when it is everything. */
  readonly access?: AccessView | undefined
  readonly log: Logger
  readonly config: Config
  readonly blobs: Blobs
  readonly guards: readonly Guard[]
  /** Throws `disk.full` while the disk has no room for what a write needs. */
  readonly needRoom: () => void
  now(): Date
  /** A new UUID version 7. */
  newId(): string
}

/** Throws `common.forbidden` unless the actor holds `permission`. */
export { requirePermission } from './permission.ts'

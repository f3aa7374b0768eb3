import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Static, TSchema } from 'typebox'
import type { Context } from '../context.ts'
import type { FileKind } from '../uploads/file-kind.ts'

/** What a route needs: a permission by name, only a login, or nothing. The server does not start without it. */
export type Need = `${string}.${string}` | 'login' | 'public'

export interface RouteSpec<P extends TSchema, Q extends TSchema, B extends TSchema, R extends TSchema> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  /** Below /api: `/patients/:id`. */
  readonly path: string
  readonly permission: Need
  /** One English line for the API description. */
  readonly summary: string
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  readonly response?: R
  /**
   * Writes are commands: the header X-Command-Id is required, the handler runs in one transaction, and
   * repeating the id returns the first answer. False for writes outside the database (login, drafts).
   */
  readonly command?: boolean
  /** The answer may be some seconds old: it is read from the replica where there is one (docs/operations/replica.md). */
  readonly mayLag?: boolean
  /** Largest body taken, where the usual 2 MB do not do; bytes of `application/octet-stream` arrive as a Buffer. */
  readonly maxBodyBytes?: number
  /** The route takes a file of one of these kinds, told by its content; the virus scanner sees it first. */
  readonly upload?: readonly FileKind[]
}

export interface Call<P, Q, B> {
  readonly ctx: Context
  readonly params: P
  readonly query: Q
  readonly body: B
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** Adds one route below /api. The handler's value is sent as JSON; `undefined` as 204. */
export type Api = <
  P extends TSchema = TSchema,
  Q extends TSchema = TSchema,
  B extends TSchema = TSchema,
  R extends TSchema = TSchema,
>(
  spec: RouteSpec<P, Q, B, R>,
  handler: (call: Call<Static<P>, Static<Q>, Static<B>>) => unknown,
) => void

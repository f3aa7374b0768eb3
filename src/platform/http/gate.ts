import type { Context } from '../context.ts'

/** A route as its module declared it. */
export interface RouteKey {
  readonly method: string
  /** Below /api: `/patients/:id`. */
  readonly path: string
  /** What it needs: a permission, `login` or `public`. */
  readonly permission?: string
}

/** Parts of a request that fit their schemas. */
export interface RouteInput {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

export interface Passed {
  /** The context the route runs with. */
  readonly ctx: Context
  /** Looks at what the route answers before it is sent. */
  answer?(value: unknown): Promise<unknown>
}

/** Decides whether a request may go on to its route, by what it is about. Throws to refuse. */
export type Gate = (ctx: Context, route: RouteKey, input: RouteInput) => Promise<Passed>

import { AsyncLocalStorage } from 'node:async_hooks'
import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { AppError } from '#kernel/app-error.ts'
import { uuidv7 } from '#kernel/ids.ts'
import type { Actor } from '#platform/context.ts'
import type { Authenticate } from '#platform/services.ts'
import { buildApp } from '../build-app.ts'
import type { OpenServices } from '../open-services.ts'

/** A clock that the seed moves, so that the demo hospital has a past; it never stands still. */
export interface SeedClock {
  set(at: Date): void
  addMinutes(minutes: number): void
  now(): Date
  /** Runs `work` with hands of its own, so that several visits go on side by side; `pace` is how long its minutes are. */
  apart<T>(at: Date, work: () => Promise<T>, pace?: number): Promise<T>
}

export function seedClock(): SeedClock {
  const hands = new AsyncLocalStorage<{ at: number; readonly pace: number }>()
  const common = { at: Date.now(), pace: 1 }
  const mine = () => hands.getStore() ?? common
  return {
    set: (to) => {
      mine().at = to.getTime()
    },
    addMinutes: (minutes) => {
      mine().at += Math.round(minutes * 60_000 * mine().pace)
    },
    now: () => new Date(mine().at++),
    apart: (at, work, pace = 1) => hands.run({ at: at.getTime(), pace }, work),
  }
}

/** Sends the screens' own commands to the server inside the program, as one of the demo hospital's people. */
export interface SeedClient {
  get<T>(who: Actor, url: string): Promise<T>
  /** Opens a file. */
  see(who: Actor, url: string): Promise<void>
  post<T>(who: Actor, url: string, body?: unknown): Promise<T>
  put<T>(who: Actor, url: string, body?: unknown): Promise<T>
  close(): Promise<void>
}

/** The application with no address to reach it from outside; requests carry the actor by a key of this run. */
export async function seedClient(services: OpenServices): Promise<SeedClient> {
  const actors = new Map<string, Actor>()
  const by: Authenticate = async (request) => {
    const actor = actors.get(String(request.headers['x-seed']))
    return actor && { facility: 1, actor }
  }
  const server = await buildApp(services, fileURLToPath(new URL('./none/', import.meta.url)), by)
  const send = async <T>(who: Actor, method: 'GET' | 'POST' | 'PUT', url: string, body?: unknown): Promise<T> => {
    actors.set(who.id, who)
    return inject<T>(server, method, url, { 'x-seed': who.id, 'x-command-id': uuidv7() }, body)
  }
  return {
    get: (who, url) => send(who, 'GET', url),
    see: async (who, url) => {
      actors.set(who.id, who)
      const { statusCode } = await server.inject({ url, headers: { 'x-seed': who.id } })
      if (statusCode !== 200) throw new RangeError(`${url} answered ${statusCode}`)
    },
    post: (who, url, body) => send(who, 'POST', url, body ?? {}),
    put: (who, url, body) => send(who, 'PUT', url, body ?? {}),
    close: () => server.close(),
  }
}

async function inject<T>(
  server: FastifyInstance,
  method: 'GET' | 'POST' | 'PUT',
  url: string,
  headers: Record<string, string>,
  body: unknown,
): Promise<T> {
  const answer = await server.inject({
    method,
    url,
    headers,
    ...(body === undefined ? {} : { payload: body as object }),
  })
  if (answer.statusCode >= 300)
    throw new AppError(
      'demo.seed',
      {
        category: 'fault',
        text: 'The demo hospital could not be made: {method} {url} answered {status} {answer}',
      },
      { method, url, status: answer.statusCode, answer: answer.body.slice(0, 600) },
    )
  return (answer.body === '' ? undefined : JSON.parse(answer.body)) as T
}

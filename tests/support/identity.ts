import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { uuidv7 } from '#kernel/ids.ts'
import {
  auditDenial,
  authenticate,
  demoPassword,
  identity,
  mountIdentity,
  seedDemoAccounts,
} from '#modules/identity/index.ts'
import type { Context } from '#platform/context.ts'
import { buildServer, type ContextOf } from '#platform/http/server.ts'
import type { HospitalModule } from '#platform/module.ts'
import { makeContext, type Services, systemActor } from '#platform/services.ts'
import { noon, withServices } from './database.ts'

export interface Answer {
  readonly status: number
  readonly body: unknown
  readonly code: string | undefined
  readonly headers: Readonly<Record<string, unknown>>
}

export interface SendOptions {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** A browser with its cookies; sends the CSRF token as the application does. */
export interface Browser {
  send(method: Method, url: string, options?: SendOptions): Promise<Answer>
  login(userName: string, password?: string): Promise<Answer>
  readonly cookies: Map<string, string>
}

export interface Hospital {
  readonly server: FastifyInstance
  readonly services: Services
  browser(): Browser
  /** Closes the server and starts another on the same database. */
  restart(): Promise<void>
  /** Moves the clock of the server. */
  later(minutes: number): void
  /** Actions and outcomes of the audit, oldest first. */
  audited(): Promise<readonly string[]>
}

export interface HospitalSetup {
  readonly modules?: readonly HospitalModule[]
  readonly demo?: boolean
  readonly seed?: boolean
  readonly settings?: Readonly<Record<string, string>>
  /** More of the server, after what identity mounts. */
  readonly mount?: (server: FastifyInstance, contextOf: ContextOf, services: Services) => Promise<void>
  /** Folder of the built application. */
  readonly webRoot?: string
}

function browserAt(server: () => FastifyInstance): Browser {
  const cookies = new Map<string, string>()
  const keep = (header: unknown) => {
    for (const line of [header ?? []].flat() as string[]) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (value === '') cookies.delete(name)
      else cookies.set(name, value)
    }
  }
  const send: Browser['send'] = async (method, url, options = {}) => {
    const csrf = cookies.get('__Host-lo_csrf') ?? cookies.get('lo_csrf')
    const answer = await server().inject({
      method,
      url,
      headers: {
        cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        'x-command-id': uuidv7(),
        ...(csrf && method !== 'GET' ? { 'x-csrf-token': csrf } : {}),
        ...options.headers,
      },
      ...(options.body === undefined ? {} : { payload: options.body as object }),
    })
    keep(answer.headers['set-cookie'])
    const json = /json/.test(String(answer.headers['content-type'] ?? ''))
    const body = json ? (JSON.parse(answer.body) as unknown) : answer.body
    return {
      status: answer.statusCode,
      body,
      code: (body as { code?: string } | undefined)?.code,
      headers: answer.headers,
    }
  }
  return {
    cookies,
    send,
    login: (userName, password = demoPassword(userName)) =>
      send('POST', '/api/session', { body: { userName, password } }),
  }
}

/** A context of the program itself. */
export function contextFor(services: Services): Context {
  return makeContext(services, { facility: 1, actor: systemActor })
}

const modulesOf = (setup: HospitalSetup) => [identity, ...(setup.modules ?? [])]

/** Runs `work` with the demo accounts on a server that really authenticates, on a fresh database. */
export function withHospital<T>(work: (hospital: Hospital) => Promise<T>, setup: HospitalSetup = {}): Promise<T> {
  let nowMs = noon.getTime()
  return withServices(
    async (services) => {
      const modules = modulesOf(setup)
      if (setup.seed !== false) await seedDemoAccounts(contextFor(services))
      const build = () =>
        buildServer({
          services,
          modules,
          webRoot: setup.webRoot ?? '/nonexistent',
          authenticate,
          onDenied: auditDenial,
          async mount(within, contextOf) {
            await mountIdentity(within, contextOf, services)
            await setup.mount?.(within, contextOf, services)
          },
        })
      let server = await build()
      try {
        return await work({
          server,
          services,
          browser: () => browserAt(() => server),
          async restart() {
            await server.close()
            server = await build()
          },
          later: (minutes) => {
            nowMs += minutes * 60_000
          },
          audited: () => auditedActions(services),
        })
      } finally {
        await server.close()
      }
    },
    {
      now: () => new Date(nowMs),
      demo: setup.demo ?? true,
      settings: setup.settings ?? {},
      guards: modulesOf(setup).flatMap((module) => module.guards ?? []),
    },
  )
}

async function auditedActions(services: Services): Promise<readonly string[]> {
  const { rows } = await sql<{
    line: string
  }>`select action || ' ' || outcome as line from audit_told order by seq, n`.execute(services.db)
  return rows.map((row) => row.line)
}

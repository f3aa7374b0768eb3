import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { defineErrors } from '#kernel/app-error.ts'
import { exitErrors, importUnderWay } from '#modules/exit/index.ts'
import type { Config } from '#platform/config.ts'
import { startKeeperProcess } from './backup/start-keeper.ts'
import { buildApp } from './build-app.ts'
import { modules } from './module-list.ts'
import type { OpenServices } from './open-services.ts'
import { runJobs } from './run-jobs.ts'
import { keepOwnCertificate } from './tls/keep-certificate.ts'

export const startErrors = defineErrors('start', {
  portInUse: {
    category: 'conflict',
    text: 'Port {port} on {host} is in use. Stop what uses it, or set LANONG_PORT (0 takes any free port).',
  },
  hostUnknown: { category: 'invalid', text: 'This machine has no address {host}. Set LANONG_HOST.' },
})

export interface RunningProgram {
  /** `http://127.0.0.1:8080` */
  readonly url: string
  /** Lets requests end, then closes everything in order. */
  stop(): Promise<void>
}

/** What is half imported must not be written into: it would not be equal in the end. @throws exit.underWay */
export async function refuseHalfImport({ db }: OpenServices): Promise<void> {
  if (await importUnderWay(db)) throw exitErrors.underWay()
}

/** Builds the server on open services, listens, and starts the jobs. */
export async function start(services: OpenServices): Promise<RunningProgram> {
  await refuseHalfImport(services)
  const { config } = services
  const certificate = keepOwnCertificate(services)
  const server = await buildApp(services, fileURLToPath(new URL('../../dist/web', import.meta.url)))
  try {
    await listen(server, config)
  } catch (error) {
    certificate.stop()
    await server.close()
    throw error
  }
  const jobs = runJobs(services, modules)
  const keeper = startKeeperProcess(services)
  const port = (server.server.address() as { port: number }).port
  return {
    url: urlOf(config, port),
    async stop() {
      certificate.stop()
      await server.close()
      await jobs.stop()
      await keeper.stop()
      await services.close()
    },
  }
}

export function urlOf({ host, tls }: Pick<Config, 'host' | 'tls'>, port: number): string {
  return `${tls === 'off' ? 'http' : 'https'}://${host.includes(':') ? `[${host}]` : host}:${port}`
}

type Place = Pick<Config, 'host' | 'port'>

export async function listen(server: FastifyInstance, { host, port }: Place): Promise<void> {
  try {
    await server.listen({ host, port })
  } catch (cause) {
    throw listenFailure(cause, { host, port })
  }
}

/** Why the port cannot be had, in words. */
export function listenFailure(cause: unknown, { host, port }: Place): unknown {
  const { code } = cause as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return startErrors.portInUse({ port, host }, cause)
  return code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' ? startErrors.hostUnknown({ host }, cause) : cause
}

import { fileURLToPath } from 'node:url'
import type { FastifyInstance } from 'fastify'
import { defineErrors } from '#kernel/app-error.ts'
import type { Config } from '#platform/config.ts'
import { buildApp } from './build-app.ts'
import { modules } from './module-list.ts'
import type { OpenServices } from './open-services.ts'
import { runJobs } from './run-jobs.ts'

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
  readonly server: FastifyInstance
  /** Lets requests end, then closes everything in order. */
  stop(): Promise<void>
}

/** Builds the server on open services, listens, and starts the jobs. */
export async function start(services: OpenServices): Promise<RunningProgram> {
  const { config } = services
  const server = await buildApp(services, fileURLToPath(new URL('../../dist/web', import.meta.url)))
  try {
    await listen(server, config)
  } catch (error) {
    await server.close()
    throw error
  }
  const jobs = runJobs(services, modules)
  const port = (server.server.address() as { port: number }).port
  return {
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    server,
    async stop() {
      await server.close()
      await jobs.stop()
      await services.close()
    },
  }
}

async function listen(server: FastifyInstance, config: Config): Promise<void> {
  try {
    await server.listen({ host: config.host, port: config.port })
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException
    if (code === 'EADDRINUSE') throw startErrors.portInUse({ port: config.port, host: config.host }, cause)
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw startErrors.hostUnknown({ host: config.host }, cause)
    throw cause
  }
}

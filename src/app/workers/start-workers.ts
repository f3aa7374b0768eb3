import { createServer } from 'node:net'
import { startTracing } from '#platform/tracing/start.ts'
import { startKeeperProcess } from '../backup/start-keeper.ts'
import { modules } from '../module-list.ts'
import type { OpenServices } from '../open-services.ts'
import { runJobs } from '../run-jobs.ts'
import { listenFailure, type RunningProgram, start, urlOf } from '../start.ts'
import { keepOwnCertificate } from '../tls/keep-certificate.ts'
import { startCrew } from './crew.ts'

/** Serves in this process, or in as many workers as LANONG_WORKERS says; jobs run in this process only. */
export async function startProgram(services: OpenServices): Promise<RunningProgram> {
  return services.config.workers > 1 ? startWorkers(services) : start(services)
}

async function startWorkers(services: OpenServices): Promise<RunningProgram> {
  const port = await freePort(services.config)
  const certificate = keepOwnCertificate(services)
  const crew = startCrew(services, port)
  try {
    await crew.ready
  } catch (error) {
    certificate.stop()
    await crew.stop()
    throw error
  }
  const stopTracing = await startTracing(services)
  const jobs = runJobs(services, modules)
  const keeper = startKeeperProcess(services)
  return {
    url: urlOf(services.config, port),
    async stop() {
      certificate.stop()
      await crew.stop()
      await jobs.stop()
      await stopTracing()
      await keeper.stop()
      await services.close()
    },
  }
}

/** All workers, also later ones, listen on one port, so port 0 is chosen here; a taken one is told before any starts. */
function freePort({ host, port }: { readonly host: string; readonly port: number }): Promise<number> {
  return new Promise((settle, fail) => {
    const probe = createServer()
    probe.once('error', (cause: NodeJS.ErrnoException) => fail(listenFailure(cause, { host, port })))
    probe.listen(port, host, () => {
      const free = (probe.address() as { port: number }).port
      probe.close(() => settle(free))
    })
  })
}

import { fileURLToPath } from 'node:url'
import { AppError } from '#kernel/app-error.ts'
import type { Config } from '#platform/config.ts'
import { buildApp } from '../build-app.ts'
import { joinServices } from '../open-services.ts'
import { listen } from '../start.ts'
import type { FromWorker, ToWorker, WorkerOf } from './messages.ts'

const tell = (message: FromWorker) => void process.send?.(message, undefined, undefined, () => {})

function leave(): void {
  process.disconnect()
  process.exit(0)
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => (done ??= work())
}

/** One worker: serves requests on the database that the primary process opened, until it is told to stop. */
export async function runWorker(config: Config, of: WorkerOf): Promise<void> {
  // Ctrl-C reaches every process of the terminal; the primary decides when a worker ends.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
  const services = joinServices(config, of)
  try {
    const server = await buildApp(services, fileURLToPath(new URL('../../../dist/web', import.meta.url)))
    await listen(server, config)
    const stop = once(async () => {
      await server.close()
      await services.close()
    })
    process.on('message', (message: ToWorker) => {
      if (message.kind === 'stop') stop().then(leave, leave)
    })
    tell({ kind: 'ready' })
  } catch (error) {
    const { message } = error as Error
    tell({ kind: 'failed', text: message, code: error instanceof AppError ? error.code : 'server.fault' })
    await services.close()
    process.exit(1)
  }
}

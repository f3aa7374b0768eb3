import cluster, { type Worker } from 'node:cluster'
import { fileURLToPath } from 'node:url'
import { AggregatorRegistry } from 'prom-client'
import { AppError } from '#kernel/app-error.ts'
import type { OpenServices } from '../open-services.ts'
import { type FromWorker, type ToWorker, type WorkerOf, workerVariable } from './messages.ts'
import { restartPause } from './restart-pace.ts'

const stopLimitMs = 6000

export interface Crew {
  /** Settles when all workers answer requests; fails with the reason of the first that cannot. */
  readonly ready: Promise<void>
  stop(): Promise<void>
}

/** Keeps a number of workers alive on one port. The primary process itself serves nobody. */
export function startCrew(services: OpenServices, port: number): Crew {
  const { config, address, demo, logToFile, log } = services
  cluster.setupPrimary({ exec: fileURLToPath(new URL('../../cli/worker.ts', import.meta.url)), args: [] })
  const of: WorkerOf = { address, demo, logToFile }
  const env = { LANONG_PORT: String(port), [workerVariable]: JSON.stringify(of) }
  const metrics = new AggregatorRegistry()
  const restarts: number[] = []
  const pauses = new Set<NodeJS.Timeout>()
  let stopping = false

  const fork = () => {
    const worker = cluster.fork(env)
    worker.on('error', () => {}) // its end tells
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'askMetrics') answerMetrics(metrics, worker)
    })
    return worker
  }
  const replace = () => {
    const pauseMs = restartPause(restarts, Date.now())
    restarts.splice(0, Math.max(0, restarts.length - 20))
    const pause = setTimeout(() => {
      pauses.delete(pause)
      restarts.push(Date.now())
      if (!stopping) fork()
    }, pauseMs)
    pauses.add(pause)
    return pauseMs
  }
  const workers = Array.from({ length: config.workers }, fork)
  const ready = Promise.all(workers.map(untilReady)).then(() => {})
  const ended = (worker: Worker, code: number, signal: string) => {
    if (stopping) return
    const pauseMs = replace()
    log.error({ worker: worker.process.pid, code, signal, pauseMs }, 'a worker ended and is replaced')
  }
  // A worker that cannot even start once is told by `ready`, not replaced.
  ready.then(
    () => {
      cluster.on('exit', ended)
      for (const worker of workers) if (worker.isDead()) replace()
    },
    () => {},
  )
  return {
    ready,
    async stop() {
      stopping = true
      cluster.off('exit', ended)
      for (const pause of pauses) clearTimeout(pause)
      await Promise.all(Object.values(cluster.workers ?? {}).map((worker) => worker && stopOne(worker)))
    },
  }
}

function untilReady(worker: Worker): Promise<void> {
  return new Promise((settle, fail) => {
    worker.on('message', (message: FromWorker) => {
      if (message.kind === 'ready') settle()
      if (message.kind === 'failed') fail(new AppError(message.code, { category: 'fault', text: message.text }))
    })
    worker.once('exit', (code, signal) => fail(workerEnded(code, signal)))
  })
}

const workerEnded = (code: number, signal: string) =>
  new AppError(
    'start.workerEnded',
    { category: 'fault', text: 'A worker process ended before it could answer ({reason}).' },
    { reason: signal || code },
  )

/** Tells a worker to end and waits; one that does not within the limit is killed. */
function stopOne(worker: Worker): Promise<void> {
  return new Promise((settle) => {
    const { process: child } = worker
    if (child.exitCode !== null || child.signalCode !== null) return settle()
    const limit = setTimeout(() => child.kill('SIGKILL'), stopLimitMs)
    child.once('exit', () => {
      clearTimeout(limit)
      settle()
    })
    send(worker, { kind: 'stop' })
  })
}

function send(worker: Worker, message: ToWorker): void {
  // A worker that died a moment ago has no channel; its end was or will be told.
  if (worker.isConnected()) worker.send(message, () => {})
}

function answerMetrics(metrics: Pick<AggregatorRegistry<never>, 'clusterMetrics'>, worker: Worker): void {
  metrics.clusterMetrics().then(
    (text) => send(worker, { kind: 'metrics', text }),
    () => send(worker, { kind: 'metrics', text: '' }),
  )
}

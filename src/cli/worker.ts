import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import { type WorkerOf, workerVariable } from '#app/workers/messages.ts'
import { runWorker } from '#app/workers/run-worker.ts'
import { readConfig } from '#platform/config.ts'

// Started by the primary process of `lanong serve` and `lanong demo`, never by people.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/compile', import.meta.url)))
await runWorker(readConfig(process.env), JSON.parse(process.env[workerVariable] ?? '{}') as WorkerOf)

import { enableCompileCache } from 'node:module'
import { fileURLToPath } from 'node:url'
import type { KeeperOf } from '#app/backup/messages.ts'
import { runKeeper } from '#app/backup/run-keeper.ts'
import { readConfig } from '#platform/config.ts'

// Started by `lanong serve` and `lanong demo`, never by people. It ends when the server ends, however that comes.
enableCompileCache(fileURLToPath(new URL('../../node_modules/.cache/compile', import.meta.url)))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => {})
const stopped = new Promise<void>((settle) => process.once('disconnect', settle))
const of = await new Promise<KeeperOf>((settle) => process.once('message', (message: KeeperOf) => settle(message)))
await runKeeper({ ...readConfig(process.env), dataDir: of.dataDir }, of, stopped)
process.exit(0)

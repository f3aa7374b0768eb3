import cluster from 'node:cluster'
import { AggregatorRegistry, type Registry } from 'prom-client'
import type { FromWorker, ToWorker } from './messages.ts'

const waitMs = 6000

/** Figures of this process, or of all workers together: whoever answers /metrics asks the primary process. */
export function allMetrics(registry: Registry): () => Promise<string> {
  if (!cluster.isWorker) return () => registry.metrics()
  AggregatorRegistry.setRegistries([registry])
  new AggregatorRegistry() // answers the primary
  return () =>
    new Promise((settle) => {
      const take = (message: ToWorker) => {
        if (message.kind === 'metrics') end(message.text)
      }
      const end = (text: string) => {
        clearTimeout(limit)
        process.off('message', take)
        settle(text)
      }
      const limit = setTimeout(end, waitMs, '')
      process.on('message', take)
      process.send?.({ kind: 'askMetrics' } satisfies FromWorker)
    })
}

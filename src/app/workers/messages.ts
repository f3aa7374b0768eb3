import type { DatabaseAddress } from '#platform/db/connect.ts'

/** Name of the variable by which a worker is told what it works on; no setting. */
export const workerVariable = 'LANONG_WORKER_OF'

/** What the primary process opened and its workers share. */
export interface WorkerOf {
  readonly address: DatabaseAddress
  readonly demo: boolean
  readonly logToFile: boolean
}

/** What the primary tells a worker. */
export type ToWorker = { readonly kind: 'stop' } | { readonly kind: 'metrics'; readonly text: string }

/** What a worker tells the primary. */
export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly text: string; readonly code: string }
  | { readonly kind: 'askMetrics' }

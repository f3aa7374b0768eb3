import type { DatabaseAddress } from '#platform/db/connect.ts'

/** What the server tells the process that keeps its backup, first and once. */
export interface KeeperOf {
  readonly address: DatabaseAddress
  readonly dataDir: string
}

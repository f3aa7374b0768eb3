import { mkdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { Config } from '../config.ts'
import type { DatabaseAddress } from './connect.ts'

/** The external PostgreSQL of an installation; the data folder keeps which promotion of it was seen last. */
export function externalAddress({
  databaseUrl,
  dataDir,
}: Pick<Config, 'databaseUrl' | 'dataDir'>): DatabaseAddress {
  mkdirSync(resolve(dataDir), { recursive: true })
  return { connectionString: databaseUrl ?? '', fence: join(resolve(dataDir), 'database-timeline') }
}

/** A base backup: every file of PostgreSQL's folder at one moment, as chunks that lie in packs. */
export interface BaseManifest {
  readonly format: 'lanong-base/1'
  readonly id: string
  readonly line: string
  /** A full base shares no pack with older ones. */
  readonly kind: 'full' | 'incremental'
  readonly startedAt: string
  readonly endedAt: string
  readonly startLsn: number
  readonly stopLsn: number
  readonly timeline: number
  readonly systemId: string
  readonly postgres: string
  readonly segmentSize: number
  readonly folders: readonly string[]
  readonly files: readonly BaseFile[]
  readonly packs: readonly string[]
  /** By the number that files name them by. */
  readonly chunks: readonly BaseChunk[]
  readonly bytes: number
  /** Bytes that this base added to the vault. */
  readonly addedBytes: number
  /** How many files (documents) were kept beside. */
  readonly blobs: number
  /** Object with the small files of the data folder. */
  readonly smallFiles: string
  /** How the program reaches this database. */
  readonly database: { readonly user: string; readonly database: string }
}

export interface BaseFile {
  readonly path: string
  readonly size: number
  readonly sha256: string
  readonly chunks: readonly number[]
}

export interface BaseChunk {
  /** SHA-256 of its bytes. */
  readonly hash: string
  readonly pack: number
  readonly frame: number
  readonly size: number
}

export const basesOf = (line: string) => `${line}/bases/`
export const baseName = (line: string, id: string) => `${line}/bases/${id}`
export const blobListName = (line: string, id: string) => `${line}/bases/${id}.blobs`
export const packName = (line: string, base: string, n: number) =>
  `${line}/packs/${base}-${String(n).padStart(5, '0')}`

/** When the oldest of what a base consists of was stored: a full base shares nothing with older ones. */
export function timeOfOldestPack({ id, packs }: Pick<BaseManifest, 'id' | 'packs'>): number {
  const ids = packs.map((name) => name.slice(name.lastIndexOf('/') + 1, name.lastIndexOf('-')))
  return Math.min(timeOfBase(id), ...ids.map(timeOfBase))
}

/** `20261122T013000Z`: names that sort by time. */
export function baseId(at: Date): string {
  return at.toISOString().replace(/\.\d+/, '').replaceAll(/[-:]/g, '')
}

export function timeOfBase(id: string): number {
  return Date.parse(id.replace(/^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/, '$1-$2-$3T$4:$5:$6Z'))
}

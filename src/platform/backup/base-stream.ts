import { backupErrors } from './errors.ts'
import { type Lsn, parseLsn } from './lsn.ts'
import type { ReplicationClient } from './replication.ts'
import { type TarEntry, tarReader } from './tar-reader.ts'

export interface BaseStream {
  begin(entry: TarEntry): void
  data(bytes: Buffer): void
  end(): void
  progress(bytes: number): void
}

export interface BaseStreamed {
  readonly startLsn: Lsn
  readonly stopLsn: Lsn
  readonly timeline: number
  /** PostgreSQL's own list of what it sent, with sums. */
  readonly manifest: Buffer
}

/**
 * Asks PostgreSQL for a base backup (BASE_BACKUP of the replication protocol) and passes on what streams in. PostgreSQL
 * checks the sum of every page on the way and fails the command when one is wrong.
 */
export async function streamBase(
  client: ReplicationClient,
  take: BaseStream,
  options: { readonly label: string; readonly maxMegabytes?: number | undefined },
): Promise<BaseStreamed> {
  const positions: string[][] = []
  const manifest: Buffer[] = []
  let archives = 0
  let inManifest = false
  let read = tarReader(take)
  const rate = options.maxMegabytes ? `, MAX_RATE ${options.maxMegabytes * 1024}` : ''
  await client.ask(
    `BASE_BACKUP (LABEL '${options.label}', PROGRESS, CHECKPOINT 'fast', WAIT false, MANIFEST 'yes', MANIFEST_CHECKSUMS 'SHA256'${rate})`,
    {
      row: (values) => void positions.push(values.map((value) => value ?? '')),
      data(chunk) {
        const kind = String.fromCharCode(chunk[0] ?? 0)
        const body = chunk.subarray(1)
        if (kind === 'n') {
          archives += 1
          if (archives > 1) throw backupErrors.tablespaces()
          read = tarReader(take)
        } else if (kind === 'm') inManifest = true
        else if (kind === 'p') take.progress(Number(body.readBigInt64BE()))
        else if (kind === 'd' && inManifest) manifest.push(Buffer.from(body))
        else if (kind === 'd') read(body)
      },
    },
  )
  const [start, stop] = [positions.at(0), positions.at(-1)]
  return {
    startLsn: parseLsn(start?.[0] ?? ''),
    stopLsn: parseLsn(stop?.[0] ?? ''),
    timeline: Number(start?.[1]),
    manifest: Buffer.concat(manifest),
  }
}

interface Listed {
  readonly Path?: string
  readonly 'Encoded-Path'?: string
  readonly Size: number
  readonly Checksum?: string
}

/** Compares what arrived with PostgreSQL's list. */
export function compareWithList(
  list: Buffer,
  files: readonly { readonly path: string; readonly size: number; readonly sha256: string }[],
): void {
  const { Files } = JSON.parse(list.toString('utf8')) as { readonly Files: readonly Listed[] }
  const arrived = new Map(files.map((file) => [file.path, file]))
  for (const { Path, Size, Checksum, ...more } of Files) {
    const path = Path ?? Buffer.from(more['Encoded-Path'] ?? '', 'hex').toString('utf8')
    const file = arrived.get(path)
    if (!file) throw backupErrors.fileDiffers({ path, reason: 'it did not arrive' })
    if (file.size !== Size) throw backupErrors.fileDiffers({ path, reason: `${file.size} bytes, not ${Size}` })
    if (file.sha256 !== Checksum) throw backupErrors.fileDiffers({ path, reason: 'its sum is another' })
    arrived.delete(path)
  }
  for (const path of arrived.keys()) throw backupErrors.fileDiffers({ path, reason: 'it is not listed' })
}

import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { DatabaseAddress } from '../db/connect.ts'
import type { Keyring } from '../keys/keyring.ts'
import { followBlobs } from './blob-journal.ts'
import { backupErrors } from './errors.ts'
import { beginLine, continuable, identify, type Line, type ServerNow } from './line.ts'
import type { Lsn } from './lsn.ts'
import { parseLsn } from './lsn.ts'
import type { ObjectStore } from './object-store.ts'
import { connectReplication, type ReplicationClient } from './replication.ts'
import { markOfSmallFiles, readSmallFiles } from './small-files.ts'
import type { Vault } from './vault.ts'
import { keptUntil, streamWal } from './wal-receiver.ts'
import { type Beside, type WalWriter, walWriter } from './wal-writer.ts'

export interface KeeperOptions {
  readonly address: DatabaseAddress
  readonly dataDir: string
  readonly blobFolder: string
  /** Opens documents that are encrypted on the disk. */
  readonly keyring?: Keyring | undefined
  readonly vault: Vault
  /** Other copies, asked whether they know more than this one. */
  readonly others: readonly ObjectStore[]
  readonly everySeconds: number
}

/** Follows the log of a database into a vault until it is stopped; a broken connection is made anew. */
export interface Keeper {
  readonly line: Line | undefined
  readonly kept: Lsn
  /** Everything that was there at this moment is in the vault. Milliseconds since 1970. */
  readonly safeAt: number
  /** Why nothing is kept at the moment. */
  readonly fault: string | undefined
  /** Waits until the log before `lsn` is in the vault. */
  until(lsn: Lsn, seconds: number): Promise<void>
  stop(): Promise<void>
}

/** What waits in memory before PostgreSQL is asked to wait. */
const mostWaiting = 64 * 1024 * 1024
const longestPauseMs = 10_000

/** WAL that the slot held is gone, or the slot is: the line ends here. */
const lineIsOver = /has already been removed|invalidated|does not exist|has been lost|ahead of the WAL flush/

export function slotOf(dataDir: string): string {
  return `lanong_backup_${createHash('sha256').update(dataDir).digest('hex').slice(0, 12)}`
}

export function startKeeper(options: KeeperOptions): Keeper {
  const state: { line?: Line; writer?: WalWriter; fault?: string | undefined } = {}
  let stopping = false
  let client: ReplicationClient | undefined
  let mustBegin = false
  const wake = new AbortController()
  const beside = besideOf(options)

  const session = async () => {
    client = await connectReplication(options.address)
    const server = await identify(client)
    const going = mustBegin ? undefined : await continuable(options.vault, options.others, options.dataDir, server)
    const { line: at, from } = going ?? (await freshLine(client, options, server))
    mustBegin = false
    const { writer } = state
    if (writer === undefined || state.line?.id !== at.id || writer.kept !== from)
      state.writer = walWriter(options.vault, at.id, { from, segmentSize: at.segmentSize, beside: await beside })
    state.line = at
    if (state.writer) await follow(client, at, state.writer)
  }
  const follow = async (on: ReplicationClient, at: Line, into: WalWriter) => {
    let over = false
    const streaming = streamWal(
      on,
      { slot: slotOf(options.dataDir), lsn: into.kept, timeline: at.timeline },
      {
        take(lsn, bytes, sentAt) {
          into.take(lsn, bytes, sentAt)
          if (into.waiting > mostWaiting) on.pause()
        },
        ends: into.ends,
      },
    ).finally(() => {
      over = true
    })
    streaming.catch(() => {}) // told below
    try {
      while (!over && !stopping) {
        await Promise.race([
          streaming,
          sleep(options.everySeconds * 1000, undefined, { signal: wake.signal }),
        ]).catch((error: Error) => {
          if (error.name !== 'AbortError') throw error
        })
        if (over) break
        await into.flush()
        state.fault = undefined
        on.resume()
        on.send(keptUntil(into.kept, Date.now()))
      }
    } finally {
      on.end()
    }
    if (!stopping) await streaming
  }
  const running = (async () => {
    for (let pauseMs = 100; !stopping; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      const before = state.writer?.kept ?? 0
      await session().catch((error: Error) => {
        state.fault = error.message
        if (lineIsOver.test(error.message)) mustBegin = true
      })
      client?.end()
      if ((state.writer?.kept ?? 0) > before) pauseMs = 100
      if (!stopping) await sleep(pauseMs, undefined, { signal: wake.signal }).catch(() => {})
    }
  })()
  return {
    get line() {
      return state.line
    },
    get kept() {
      return state.writer?.kept ?? 0
    },
    get safeAt() {
      return state.writer?.safeAt ?? 0
    },
    get fault() {
      return state.fault
    },
    async until(lsn, seconds) {
      for (const end = Date.now() + seconds * 1000; (state.writer?.kept ?? 0) < lsn; await sleep(50))
        if (Date.now() > end)
          throw backupErrors.keeperSilent({ seconds: `${seconds}${state.fault ? ` (${state.fault})` : ''}` })
    },
    async stop() {
      stopping = true
      wake.abort()
      await running
      // What was received and not written yet: the last second.
      await state.writer?.flush().catch(() => {})
    },
  }
}

/** A new line with its slot; the log is kept from a border of segments on. */
async function freshLine(
  client: ReplicationClient,
  { vault, dataDir }: KeeperOptions,
  server: ServerNow,
): Promise<{ readonly line: Line; readonly from: Lsn }> {
  const slot = slotOf(dataDir)
  const [known] = await client.rows(`READ_REPLICATION_SLOT ${slot}`)
  if (known?.['slot_type']) await client.ask(`DROP_REPLICATION_SLOT ${slot}`)
  await client.ask(`CREATE_REPLICATION_SLOT ${slot} PHYSICAL RESERVE_WAL`)
  const [made] = await client.rows(`READ_REPLICATION_SLOT ${slot}`)
  const reserved = parseLsn(made?.['restart_lsn'] ?? '0/0')
  const from = Math.floor(reserved / server.segmentSize) * server.segmentSize
  return { line: await beginLine(vault, dataDir, server, from), from }
}

async function besideOf({ vault, dataDir, blobFolder, keyring }: KeeperOptions): Promise<Beside> {
  const journal = await followBlobs(blobFolder, vault, Date.now, keyring)
  let [mark, name] = ['', '']
  return {
    blobs: () => journal.keepNew(),
    async files() {
      const now = await markOfSmallFiles(dataDir)
      if (now === mark) return name
      const files = await readSmallFiles(dataDir)
      await vault.put(files.name, files.frames)
      mark = now
      name = files.name
      return name
    },
  }
}

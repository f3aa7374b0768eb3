import type { Lsn } from './lsn.ts'
import { formatLsn } from './lsn.ts'
import type { ReplicationClient } from './replication.ts'

/** Milliseconds from 1970 to 2000, where PostgreSQL's clock begins. */
const clockStart = 946_684_800_000
const momentMs = 500
const walMessage = 0x77
const keepAlive = 0x6b

export interface WalTaker {
  /** Bytes of the log; copied already. */
  take(at: Lsn, bytes: Buffer, sentAt: number): void
  /** The server says where its log ends. */
  ends(at: Lsn, sentAt: number): void
}

/** Streams the log from a slot; settles when the server ends it, fails when the connection breaks. */
export function streamWal(
  client: ReplicationClient,
  from: { readonly slot: string; readonly lsn: Lsn; readonly timeline: number },
  taker: WalTaker,
): Promise<void> {
  return client.ask(
    `START_REPLICATION SLOT ${from.slot} PHYSICAL ${formatLsn(from.lsn)} TIMELINE ${from.timeline}`,
    {
      data(chunk) {
        if (chunk[0] === walMessage) {
          const sentAt = clockStart + Number(chunk.readBigInt64BE(17)) / 1000
          taker.take(Number(chunk.readBigUInt64BE(1)), Buffer.from(chunk.subarray(25)), sentAt)
          taker.ends(Number(chunk.readBigUInt64BE(9)), sentAt)
        } else if (chunk[0] === keepAlive)
          // Tells what was sent, not what there is: what was written in this very moment may come next.
          taker.ends(
            Number(chunk.readBigUInt64BE(1)),
            clockStart + Number(chunk.readBigInt64BE(9)) / 1000 - momentMs,
          )
      },
    },
  )
}

/** Tells the server how far the log is kept, and asks where it ends. */
export function keptUntil(lsn: Lsn, now: number): Buffer {
  const message = Buffer.alloc(34)
  message[0] = 0x72
  message.writeBigUInt64BE(BigInt(lsn), 1)
  message.writeBigUInt64BE(BigInt(lsn), 9)
  message.writeBigUInt64BE(0n, 17)
  message.writeBigInt64BE(BigInt(Math.round((now - clockStart) * 1000)), 25)
  message[33] = 1
  return message
}

import pg from 'pg'
import type { DatabaseAddress } from '../db/connect.ts'
import { writablePlace } from '../db/primary.ts'
import { backupErrors } from './errors.ts'

/** What pg's client calls back while an answer streams in; it has the protocol, not this use of it. */
export interface Answering {
  columns?(names: readonly string[]): void
  row?(values: readonly (string | null)[]): void
  /** Bytes are the parser's: copy what is kept. */
  data?(chunk: Buffer): void
}

interface Connection {
  query(text: string): void
  sendCopyFromChunk(chunk: Buffer): void
  readonly stream: { pause(): void; resume(): void; destroy(): void }
}

interface Submitted extends Answering {
  readonly text: string
  done(error?: Error): void
}

/** One simple query of the replication protocol, in the shape that pg's client takes queries. */
function submittable(asked: Submitted) {
  let failure: Error | undefined
  return {
    submit(connection: Connection) {
      connection.query(asked.text)
      return null
    },
    handleRowDescription(message: { readonly fields: readonly { readonly name: string }[] }) {
      asked.columns?.(message.fields.map((field) => field.name))
    },
    handleDataRow(message: { readonly fields: readonly (string | null)[] }) {
      asked.row?.(message.fields)
    },
    handleCopyData(message: { readonly chunk: Buffer }) {
      try {
        asked.data?.(message.chunk)
      } catch (error) {
        failure ??= error as Error
      }
    },
    handleCommandComplete() {},
    handleEmptyQuery() {},
    handleError(error: Error) {
      asked.done(failure ?? error)
    },
    handleReadyForQuery() {
      asked.done(failure)
    },
  }
}

export interface ReplicationClient {
  /** Settles when the whole answer was taken. */
  ask(text: string, answering?: Answering): Promise<void>
  /** Rows of a command, by column. */
  rows(text: string): Promise<readonly Readonly<Record<string, string | null>>[]>
  /** Tells the server how far its log is kept. */
  send(message: Buffer): void
  pause(): void
  resume(): void
  end(): void
  /** Settles when the connection is gone. */
  readonly gone: Promise<Error | undefined>
}

export async function connectReplication(address: DatabaseAddress): Promise<ReplicationClient> {
  const client = new pg.Client({
    ...(await writablePlace(address)),
    replication: 'true',
    application_name: 'lanong-backup',
  } as pg.ClientConfig)
  const gone = new Promise<Error | undefined>((settle) => {
    client.on('error', settle)
    client.on('end', () => settle(undefined))
  })
  await client.connect().catch((cause: Error) => {
    throw backupErrors.refused({ reason: cause.message }, cause)
  })
  const connection = (client as unknown as { readonly connection: Connection }).connection
  const ask: ReplicationClient['ask'] = (text, answering = {}) =>
    new Promise((settle, fail) => {
      const asked = submittable({ ...answering, text, done: (error) => (error ? fail(error) : settle()) })
      client.query(asked as unknown as pg.Submittable)
    })
  return {
    ask,
    async rows(text) {
      let names: readonly string[] = []
      const found: Record<string, string | null>[] = []
      await ask(text, {
        columns: (columns) => {
          names = columns
        },
        row: (values) => {
          found.push(Object.fromEntries(names.map((name, i) => [name, values[i] ?? null])))
        },
      })
      return found
    },
    send: (message) => connection.sendCopyFromChunk(message),
    pause: () => connection.stream.pause(),
    resume: () => connection.stream.resume(),
    end() {
      connection.stream.destroy()
    },
    gone,
  }
}

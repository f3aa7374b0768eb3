import type pg from 'pg'
import { changeChannel } from './notifications.ts'

/** A change that was committed. */
export interface LiveChange {
  readonly facility: number
  readonly type: string
  readonly id: string
  readonly version: number
  readonly patientId?: string
}

interface Told {
  readonly facility: number
  readonly changes: readonly (readonly [type: string, id: string, version: number, patient: string | null])[]
}

const retryMs = 1000

/**
 * Calls `onChange` for every committed change, from one connection that listens. A broken connection is
 * made anew; what happened in between is told by `onGap`, so that screens read again.
 */
export async function listenOutbox(
  pool: pg.Pool,
  onChange: (change: LiveChange) => void,
  onGap: () => void = () => {},
): Promise<{ stop(): Promise<void> }> {
  let stopped = false
  let client: pg.PoolClient | undefined
  let timer: NodeJS.Timeout | undefined

  async function listen(): Promise<void> {
    const fresh = await pool.connect()
    client = fresh
    fresh.on('notification', (message) => tell(message.payload ?? '', onChange))
    fresh.on('error', () => {
      // After stop, or once replaced, there is nothing left to give back.
      if (client !== fresh) return
      client = undefined
      fresh.release(true)
      again()
    })
    await fresh.query(`listen ${changeChannel}`)
  }

  function again(): void {
    if (stopped) return
    timer = setTimeout(() => {
      listen().then(onGap, again)
    }, retryMs)
    timer.unref()
  }

  await listen()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      const last = client
      client = undefined
      last?.removeAllListeners('notification')
      last?.release(true)
    },
  }
}

function tell(payload: string, onChange: (change: LiveChange) => void): void {
  const told = JSON.parse(payload) as Told
  for (const [type, id, version, patient] of told.changes)
    onChange({ facility: told.facility, type, id, version, ...(patient === null ? {} : { patientId: patient }) })
}

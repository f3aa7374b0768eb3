import { api } from '../api.ts'
import { ApiError, toApiError, type UnsentRequest } from '../api-error.ts'
import { whenBack } from '../connection.ts'
import { refresh } from '../query.ts'
import { serverNow } from '../server-clock.ts'
import { makeStore } from '../store.ts'
import { beginFlight, inFlight, unlessInFlight } from './flight.ts'
import { importKey, SealedStore } from './sealed-store.ts'
import { type Outcome, sendInOrder } from './send-in-order.ts'

/** An act that was done while the server was away. */
interface Kept extends UnsentRequest {
  /** What it was and of whom, in the words of the screen. */
  readonly label: string
  readonly at: string
  /** Prefixes of addresses that are read again once it is done. */
  readonly refresh: readonly string[]
  /** Why the server refused it. */
  readonly refused?: string
}

export interface KeptAct extends Kept {
  readonly order: number
}

export const keptActs = makeStore<{ acts: readonly KeptAct[]; sending: boolean }>({ acts: [], sending: false })

let store: SealedStore<Kept> | undefined
let sending = false
const tryEveryMs = 10_000
const sendWithinMs = 10_000
const notNow = new Set([408, 425, 429, 500, 502, 503, 504])

async function show(): Promise<void> {
  const rows = (await store?.all()) ?? []
  const flying = await inFlight()
  const acts = rows.filter(({ value }) => !flying(value.commandId))
  keptActs.set({ acts: acts.map(({ order, value }) => ({ ...value, order })) })
}

/** A write that stands on this device before it goes out, so that it outlives whatever happens to the page. */
export interface Flight {
  /** The server has answered: taken or refused, it no longer waits. */
  landed(): Promise<void>
  /** No answer came: it waits from now on and is sent by itself. */
  waits(): Promise<void>
}

/** Puts a write on this device before it is sent. Undefined when the device can not: then it is sent without. */
export async function keepAhead(
  request: UnsentRequest,
  { label, refresh: prefixes }: { readonly label: string; readonly refresh: readonly string[] },
): Promise<Flight | undefined> {
  const own = store
  if (!own) return undefined
  try {
    const letGo = await beginFlight(request.commandId)
    const order = await own
      .add({ ...request, label, refresh: prefixes, at: serverNow().toISOString() })
      .catch((error: unknown) => {
        letGo()
        throw error
      })
    return {
      landed: async () => {
        await own.remove(order)
        letGo()
      },
      waits: async () => {
        letGo()
        await show()
      },
    }
  } catch {
    return undefined
  }
}

async function sendOne({ method, path, body, commandId, at }: Kept): Promise<Outcome> {
  const act = { commandId, at, background: true, withinMs: sendWithinMs }
  try {
    if (method === 'POST') await api.post<unknown>(path, body, act)
    else if (method === 'PUT') await api.put<unknown>(path, body, act)
    else await api.delete<unknown>(path, act)
    return { kind: 'done' }
  } catch (thrown) {
    const error = toApiError(thrown)
    return error.offline || notNow.has(error.status) ? { kind: 'away' } : { kind: 'refused', why: error.title }
  }
}

/** One act in its turn: not while a page has it on its way, and not when that page has brought it there meanwhile. */
async function sendUnlessGone(own: SealedStore<Kept>, act: KeptAct): Promise<Outcome> {
  const outcome = await unlessInFlight(act.commandId, async () =>
    (await own.has(act.order)) ? sendOne(act) : ({ kind: 'done' } as const),
  )
  return outcome ?? { kind: 'away' }
}

/** Sends what waits. One page of a browser at a time does it; a second finds it done. */
export async function sendKept(): Promise<void> {
  const own = store
  if (!own || sending) return
  await show()
  if (keptActs.get().acts.every(({ refused }) => refused !== undefined)) return
  sending = true
  keptActs.set({ sending: true })
  try {
    await navigator.locks.request('lanong-kept', async () => {
      const acts = (await own.all()).map(({ order, value }) => ({ ...value, order }))
      await sendInOrder<KeptAct>(acts, {
        send: (act) => sendUnlessGone(own, act),
        done: async (act) => {
          await own.remove(act.order)
          await refresh(...act.refresh)
        },
        refused: async ({ order, ...act }, why) => own.put(order, { ...act, refused: why }),
      })
    })
  } finally {
    sending = false
    keptActs.set({ sending: false })
    await show()
  }
}

/** A refused act once more: after what it ran into was put right. */
export async function tryAgain({ order, refused: _refused, ...act }: KeptAct): Promise<void> {
  await store?.put(order, act)
  await show()
  await sendKept()
}

/** A refused act is given up: the person has seen why, and writes it anew where it belongs. */
export async function giveUp({ order }: KeptAct): Promise<void> {
  await store?.remove(order)
  await show()
}

/** Opens what this person left waiting on the device, and sends it from then on; gives what ends that. */
export function openKept(owner: string): () => void {
  let closed = false
  const begin = async () => {
    if (closed || store?.owner === owner) return
    try {
      const { key } = await api.get<{ key: string }>('/api/kept-key', {}, { background: true })
      if (closed) return
      store = new SealedStore<Kept>(owner, await importKey(key))
      await show()
    } catch (error) {
      if (!(error instanceof ApiError)) throw error
    }
  }
  const work = () => void begin().then(sendKept)
  work()
  const timer = setInterval(work, tryEveryMs)
  const unlisten = whenBack(work)
  window.addEventListener('online', work)
  return () => {
    closed = true
    store = undefined
    keptActs.set({ acts: [] })
    clearInterval(timer)
    unlisten()
    window.removeEventListener('online', work)
  }
}

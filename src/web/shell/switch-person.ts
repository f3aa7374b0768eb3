import { api } from '#web/kit/index.ts'
import { queryClient } from '#web/kit/net/query.ts'
import { session } from '#web/kit/net/session.ts'
import type { SessionAnswer } from './session-api.ts'

/** A session that waits in this browser, as GET /api/session/parked says. */
export interface ParkedPerson {
  readonly id: string
  readonly name: string
  readonly lockedAt: string
  readonly until: string
  readonly pin: boolean
  readonly badge: boolean
}

const tabs = new BroadcastChannel('lo-session')

/** The other tabs of this browser hold screens of the person before: they start anew. */
export function tellTabs(id: string | undefined): void {
  tabs.postMessage(id ?? '')
}

export function listenToTabs(): () => void {
  const heard = ({ data }: MessageEvent) => {
    const { me } = session.get()
    if (me && me.id !== data) location.reload()
  }
  tabs.addEventListener('message', heard)
  return () => tabs.removeEventListener('message', heard)
}

/** Badges that were made here begin so; any other scan belongs to the open screen. */
export function isBadge(text: string): boolean {
  return text.toUpperCase().startsWith('LOB-')
}

const herePlace = () => `${location.pathname}${location.search}`.slice(0, 300)

/** Locks the screen; the session waits with this place. */
export async function lockScreen(): Promise<void> {
  await api.post('/api/session/lock', { place: herePlace() })
  queryClient.clear()
  tellTabs(undefined)
  location.assign('/')
}

/** Goes on where the person was who came back by badge or PIN. */
export async function comeBack(
  by: { readonly badge: string } | { readonly session: string; readonly pin: string },
): Promise<void> {
  const { me } = session.get()
  const { user, place } = await api.post<SessionAnswer>('/api/session/return', {
    ...by,
    ...(me ? { place: herePlace() } : {}),
  })
  queryClient.clear()
  tellTabs(user.id)
  location.assign(place ?? '/')
}

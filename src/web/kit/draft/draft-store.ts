import { api } from '../net/api.ts'
import { ApiError } from '../net/api-error.ts'
import { connection } from '../net/connection.ts'
import { draftNames, type KeptDraft, nameOf, readBoxed, writeBoxed } from './draft-box.ts'

export type { KeptDraft } from './draft-box.ts'

/** The answer of /api/drafts/:key. */
export interface ServerDraft<T> {
  readonly content: T
  readonly version: number
  readonly updatedAt: string
}

export function readKept<T>(user: string, key: string): KeptDraft<T> | undefined {
  try {
    return readBoxed<T>(user, nameOf(user, key))
  } catch {
    return undefined
  }
}

/** False when the device keeps nothing (full, forbidden, no key): the server is then the only place. */
export function keep<T>(user: string, key: string, draft: KeptDraft<T> | undefined): boolean {
  try {
    const kept = draft ? writeBoxed(user, nameOf(user, key), draft) : true
    if (!draft) localStorage.removeItem(nameOf(user, key))
    countWaiting()
    return kept
  } catch {
    return false
  }
}

const waits = (name: string) => localStorage.getItem(name)?.includes('"waiting":true') === true

/** What the server has is no longer kept on a device that its person leaves; what it lacks stays until it was sent. */
export function forgetSent(): void {
  for (const name of draftNames()) if (!waits(name)) localStorage.removeItem(name)
}

/** How many drafts of this device the server lacks: told in the head. */
function countWaiting(): void {
  const waiting = draftNames().filter(waits).length
  if (waiting !== connection.get().waiting) connection.set({ waiting })
}

function draftPath(key: string): string {
  return `/api/drafts/${encodeURIComponent(key)}`
}

export async function readServer<T>(key: string): Promise<ServerDraft<T> | undefined> {
  try {
    return await api.get<ServerDraft<T>>(draftPath(key))
  } catch (error) {
    if (error instanceof ApiError && (error.status === 404 || error.offline)) return undefined
    throw error
  }
}

export async function sendDraft<T>(key: string, content: T, version: number | undefined): Promise<ServerDraft<T>> {
  return api.put<ServerDraft<T>>(draftPath(key), version === undefined ? { content } : { content, version })
}

export async function removeDraft(key: string): Promise<void> {
  await api.delete(draftPath(key))
}

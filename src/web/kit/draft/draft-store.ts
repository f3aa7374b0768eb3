import { api } from '../net/api.ts'
import { ApiError } from '../net/api-error.ts'
import { connection } from '../net/connection.ts'

/** What is kept of a draft on this device. */
export interface KeptDraft<T> {
  readonly content: T
  /** When the person last changed it. */
  readonly changedAt: string
  /** Version of the server that this device last saw; absent when it was never sent. */
  readonly version?: number
  /** Not on the server yet. */
  readonly waiting: boolean
}

/** The answer of /api/drafts/:key. */
export interface ServerDraft<T> {
  readonly content: T
  readonly version: number
  readonly updatedAt: string
}

const prefix = 'lo.draft.'

function nameOf(user: string, key: string): string {
  return `${prefix}${user}.${key}`
}

export function readKept<T>(user: string, key: string): KeptDraft<T> | undefined {
  try {
    const text = localStorage.getItem(nameOf(user, key))
    return text ? (JSON.parse(text) as KeptDraft<T>) : undefined
  } catch {
    return undefined
  }
}

/** False when the device keeps nothing (full, or forbidden): the server is then the only place. */
export function keep<T>(user: string, key: string, draft: KeptDraft<T> | undefined): boolean {
  try {
    if (draft) localStorage.setItem(nameOf(user, key), JSON.stringify(draft))
    else localStorage.removeItem(nameOf(user, key))
    countWaiting()
    return true
  } catch {
    return false
  }
}

/** What the server has is no longer kept on a device that its person leaves; what it lacks stays until it was sent. */
export function forgetSent(): void {
  const names = Array.from({ length: localStorage.length }, (_, at) => localStorage.key(at) ?? '')
  for (const name of names)
    if (name.startsWith(prefix) && !localStorage.getItem(name)?.includes('"waiting":true'))
      localStorage.removeItem(name)
}

/** How many drafts of this device the server lacks: told in the head. */
function countWaiting(): void {
  let waiting = 0
  for (let at = 0; at < localStorage.length; at += 1) {
    const name = localStorage.key(at)
    if (name?.startsWith(prefix) && localStorage.getItem(name)?.includes('"waiting":true')) waiting += 1
  }
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

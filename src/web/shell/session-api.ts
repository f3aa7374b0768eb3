import { forgetSent } from '#web/kit/draft/draft-store.ts'
import { api, type Me, notify, t } from '#web/kit/index.ts'
import { answerByPasskey } from '#web/kit/net/passkey.ts'
import { queryClient } from '#web/kit/net/query.ts'
import { loggedIn, session } from '#web/kit/net/session.ts'
import { tellTabs } from './switch-person.ts'

export interface SessionAnswer {
  readonly user: Me
  readonly endsAt: string
  /** Where the person was when the screen was locked. */
  readonly place?: string
}

export interface DemoAccount {
  readonly userName: string
  readonly password: string
  readonly title: string
}

/** Who is logged in; undefined when nobody is. */
export async function readSession(): Promise<SessionAnswer | undefined> {
  try {
    return await api.get<SessionAnswer>('/api/session')
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 401) return undefined
    throw error
  }
}

export interface Credentials {
  readonly userName: string
  readonly password: string
  /** The second step: a code of the authenticator, or a recovery code. */
  readonly code?: string
}

export async function logIn(given: Credentials): Promise<void> {
  enter(await api.post<SessionAnswer>('/api/session', { ...given, userName: given.userName.trim() }))
}

/** The device asks its holder and answers instead of name and password; false when it was called off. */
export async function logInByPasskey(): Promise<boolean> {
  const response = await answerByPasskey()
  if (!response) return false
  enter(await api.post<SessionAnswer>('/api/session/passkey', { response: { ...response } }))
  return true
}

/** Another person than before sees nothing of what was loaded for the first. */
function enter({ user, endsAt, place }: SessionAnswer): void {
  const before = session.get().me
  if (before?.id !== user.id) forgetSent()
  if (before && before.id !== user.id) {
    queryClient.clear()
    location.assign('/')
  }
  tellTabs(user.id)
  if (place && !before) location.assign(place)
  loggedIn(user, endsAt)
}

/** When the session ends; asking in the background keeps nothing open, `stay` does. */
export async function sessionEnd(stay = false): Promise<Date | undefined> {
  try {
    const { endsAt } = await api.get<SessionAnswer>('/api/session', {}, stay ? {} : { background: true })
    return endsAt ? new Date(endsAt) : undefined
  } catch {
    return undefined
  }
}

/** Says so when a screen could not be left: its person must not walk away from it. */
export function leave(how: () => Promise<void>): void {
  how().catch((error: Error) => notify(t('shell.user.stillOpen', { reason: error.message }), { tone: 'warn' }))
}

/** Fails when the server did not hear of it: the session is open then, and nobody may think otherwise. */
export async function logOut(): Promise<void> {
  await api.delete('/api/session')
  forgetSent()
  queryClient.clear()
  tellTabs(undefined)
  location.assign('/')
}

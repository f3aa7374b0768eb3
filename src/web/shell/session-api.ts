import { api, type Me } from '#web/kit/index.ts'
import { queryClient } from '#web/kit/net/query.ts'
import { loggedIn, session } from '#web/kit/net/session.ts'

export interface SessionAnswer {
  readonly user: Me
  readonly endsAt: string
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

/** Another person than before sees nothing of what was loaded for the first. */
export async function logIn(userName: string, password: string): Promise<void> {
  const { user, endsAt } = await api.post<SessionAnswer>('/api/session', { userName: userName.trim(), password })
  const before = session.get().me
  if (before && before.id !== user.id) {
    queryClient.clear()
    location.assign('/')
  }
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

export async function logOut(): Promise<void> {
  await api.delete('/api/session').catch(() => undefined)
  queryClient.clear()
  location.assign('/')
}

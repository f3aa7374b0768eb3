import { api, type Me } from '#web/kit/index.ts'
import { queryClient } from '#web/kit/net/query.ts'
import { loggedIn, session } from '#web/kit/net/session.ts'

interface SessionAnswer {
  readonly user: Me
  readonly endsAt: string
}

export interface DemoAccount {
  readonly userName: string
  readonly password: string
  readonly title: string
}

/** Who is logged in; undefined when nobody is. */
export async function readSession(): Promise<Me | undefined> {
  try {
    return (await api.get<SessionAnswer>('/api/session')).user
  } catch (error) {
    if (error instanceof Error && 'status' in error && error.status === 401) return undefined
    throw error
  }
}

/** Another person than before sees nothing of what was loaded for the first. */
export async function logIn(userName: string, password: string): Promise<void> {
  const { user } = await api.post<SessionAnswer>('/api/session', { userName: userName.trim(), password })
  const before = session.get().me
  if (before && before.id !== user.id) {
    queryClient.clear()
    location.assign('/')
  }
  loggedIn(user)
}

export async function logOut(): Promise<void> {
  await api.delete('/api/session').catch(() => undefined)
  queryClient.clear()
  location.assign('/')
}

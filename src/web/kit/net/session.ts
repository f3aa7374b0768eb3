import { makeStore } from './store.ts'

/** Who is logged in, as GET /api/session says. */
export interface Me {
  readonly id: string
  readonly userName: string
  readonly name: string
  readonly kind: string
  readonly roles: readonly string[]
  readonly permissions: readonly string[]
  readonly departments: readonly string[]
  readonly practitionerId?: string
  readonly patientId?: string
  readonly mustChangePassword: boolean
  /** A second step of the login is demanded and none is set up: nothing opens before. */
  readonly mustEnrol: boolean
}

interface Session {
  readonly me: Me | undefined
  /** The session ended under an open screen; the screen stays and waits for a new login. */
  readonly expired: boolean
  /** When the session ends if nothing more is done, as the server last said. */
  readonly endsAt?: Date | undefined
}

export const session = makeStore<Session>({ me: undefined, expired: false })

let waiting: { promise: Promise<void>; settle: () => void } | undefined

/** Settles when the person has logged in again; the requests that were refused are then repeated. */
export function loginAgain(): Promise<void> {
  if (!waiting) {
    const { promise, resolve } = Promise.withResolvers<void>()
    waiting = { promise, settle: resolve }
    session.set({ expired: true })
  }
  return waiting.promise
}

export function loggedIn(me: Me, endsAt?: string): void {
  session.set({ me, expired: false, endsAt: endsAt ? new Date(endsAt) : undefined })
  waiting?.settle()
  waiting = undefined
}

export function can(permission: string): boolean {
  const permissions = session.get().me?.permissions ?? []
  return permission === 'login' || permissions.includes('*') || permissions.includes(permission)
}

const nobody: Me = {
  id: '',
  userName: '',
  name: '',
  kind: 'person',
  roles: [],
  permissions: [],
  departments: [],
  mustChangePassword: false,
  mustEnrol: false,
}

/** The person at the screen; inside the shell there always is one. */
export function useMe(): Me {
  return session.use().me ?? nobody
}

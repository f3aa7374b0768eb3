import { makeStore } from './store.ts'

export interface Connection {
  readonly online: boolean
  /** When it was last known to be as it is now. */
  readonly syncedAt: Date
  readonly offlineSince: Date | undefined
  /** Drafts on this device that the server has not got yet. */
  readonly waiting: number
  /** The server has a newer application than the one shown. */
  readonly newerBuild: boolean
}

export const connection = makeStore<Connection>({
  online: true,
  syncedAt: new Date(),
  offlineSince: undefined,
  waiting: 0,
  newerBuild: false,
})

const returns = new Set<() => void>()

/** Runs whenever the server answers again after it was away; gives what ends that. */
export function whenBack(run: () => void): () => void {
  returns.add(run)
  return () => {
    returns.delete(run)
  }
}

export function answered(): void {
  const wasAway = !connection.get().online
  connection.set({ online: true, syncedAt: new Date(), offlineSince: undefined })
  if (!wasAway) return
  void lookForNewerBuild()
  for (const run of returns) run()
}

export function unanswered(): void {
  if (connection.get().online) connection.set({ online: false, offlineSince: new Date() })
}

/** The device tells at once that its network is gone, also while nothing is asked for; that it is back, the server tells. */
export function watchNetwork(): void {
  window.addEventListener('offline', unanswered)
  window.addEventListener('online', () => {
    fetch('/version.json', { cache: 'no-store' }).then(answered, unanswered)
  })
}

/** Asks which build the server has; told in the head, never forced upon someone who is writing. */
export async function lookForNewerBuild(): Promise<void> {
  try {
    const answer = await fetch('/version.json', { cache: 'no-store' })
    if (!answer.ok) return
    const { build } = (await answer.json()) as { build?: string }
    if (!build || build === LANONG_BUILD) return
    connection.set({ newerBuild: true })
    await (await navigator.serviceWorker?.getRegistration())?.update()
  } catch {
    // The next answer of the server asks again.
  }
}

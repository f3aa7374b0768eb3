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

export function answered(): void {
  const wasAway = !connection.get().online
  connection.set({ online: true, syncedAt: new Date(), offlineSince: undefined })
  if (wasAway) void lookForNewerBuild()
}

export function unanswered(): void {
  if (connection.get().online) connection.set({ online: false, offlineSince: new Date() })
}

/** Asks which build the server has; told in the head, never forced upon someone who is writing. */
export async function lookForNewerBuild(): Promise<void> {
  try {
    const answer = await fetch('/version.json', { cache: 'no-store' })
    if (!answer.ok) return
    const { build } = (await answer.json()) as { build?: string }
    if (build && build !== LANONG_BUILD) connection.set({ newerBuild: true })
  } catch {
    // The next answer of the server asks again.
  }
}

import { makeStore } from './store.ts'

/** An act that the server did not get: what was typed is still on its screen, and nothing of it is stored. */
export interface Unsent {
  readonly at: Date
  again(): void
}

export const unsent = makeStore<{ acts: readonly Unsent[] }>({ acts: [] })

export function holdUnsent(act: Unsent): void {
  unsent.set({ acts: [...unsent.get().acts, act] })
}

/** It was sent, changed or left. */
export function dropUnsent(act: Unsent | undefined): void {
  if (act) unsent.set({ acts: unsent.get().acts.filter((one) => one !== act) })
}

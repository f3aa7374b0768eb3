/** What came of sending one act. */
export type Outcome =
  | { readonly kind: 'done' }
  /** The server is away, or cannot take it now: nothing after it is sent either. */
  | { readonly kind: 'away' }
  | { readonly kind: 'refused'; readonly why: string }

interface Ways<A> {
  send(act: A): Promise<Outcome>
  done(act: A): Promise<void>
  refused(act: A, why: string): Promise<void>
}

/**
 * Sends acts one after the other in the order in which they were done. An act leaves the device only when the server
 * has answered it; one that it refuses stays to be looked at, and holds up no other.
 */
export async function sendInOrder<A extends { readonly refused?: string }>(
  acts: readonly A[],
  ways: Ways<A>,
): Promise<void> {
  for (const act of acts) {
    if (act.refused !== undefined) continue
    const outcome = await ways.send(act)
    if (outcome.kind === 'away') return
    if (outcome.kind === 'done') await ways.done(act)
    else await ways.refused(act, outcome.why)
  }
}

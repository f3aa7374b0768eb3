/** Work that pauses often enough for others to go on: a generator that yields nothing and returns the result. */
export type Steps<T> = Generator<void, T, void>

/** Does it at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

/** Lets other requests be answered before long work goes on. */
export const pause = () => new Promise<void>((resume) => setImmediate(resume))

/** Does it with the event loop free between the steps. */
export async function finishInTurns<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await pause()
  }
}

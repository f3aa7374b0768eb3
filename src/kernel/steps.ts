/** Work that pauses often enough for others to go on: a generator that yields nothing and returns the result. */
export type Steps<T> = Generator<void, T, void>

/** Does it at once. */
export function finish<T>(steps: Steps<T>): T {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
  }
}

const waiting: (() => void)[] = []

/** One goes on in a turn of the event loop, so that a turn is short however many work on something long. */
function goOn(): void {
  const next = waiting.shift()
  if (waiting.length > 0) setImmediate(goOn)
  next?.()
}

/** Lets other requests be answered before long work goes on. */
export const pause = () =>
  new Promise<void>((resume) => {
    if (waiting.push(resume) === 1) setImmediate(goOn)
  })

/** Does it with the event loop free between the steps. */
export async function finishInTurns<T>(steps: Steps<T>): Promise<T> {
  for (;;) {
    const step = steps.next()
    if (step.done) return step.value
    await pause()
  }
}

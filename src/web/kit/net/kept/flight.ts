const nameOf = (commandId: string) => `lanong-act-${commandId}`

/**
 * Says to every page of this browser that an act is on its way to the server, until it is let go. The browser lets go
 * of it by itself when the page is gone, however it went: then the act waits like any other.
 */
export function beginFlight(commandId: string): Promise<() => void> {
  const held = Promise.withResolvers<() => void>()
  navigator.locks
    .request(nameOf(commandId), () => {
      const flight = Promise.withResolvers<void>()
      held.resolve(flight.resolve)
      return flight.promise
    })
    .catch(held.reject)
  return held.promise
}

/** Runs while no page has the act on its way; undefined when one has. */
export function unlessInFlight<T>(commandId: string, run: () => Promise<T>): Promise<T | undefined> {
  return navigator.locks.request(nameOf(commandId), { ifAvailable: true }, (lock) =>
    lock ? run() : Promise.resolve(undefined),
  )
}

/** Which of these acts are on their way, from this page or another. */
export async function inFlight(): Promise<(commandId: string) => boolean> {
  const { held = [] } = await navigator.locks.query()
  const names = new Set(held.map(({ name }) => name))
  return (commandId) => names.has(nameOf(commandId))
}

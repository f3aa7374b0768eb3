import type { RunningProgram } from '#app/start.ts'

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Settles at Ctrl-C, SIGTERM or SIGHUP. Ask for it before anyone can know that the program runs. */
export function stopSignal(): Promise<void> {
  return new Promise((settle) => {
    for (const signal of signals) process.once(signal, () => settle())
  })
}

/** Waits to be told to stop, then stops in order. False when the database ended by itself. */
export async function untilStopped(
  program: RunningProgram,
  asked: Promise<void>,
  databaseEnded?: Promise<void>,
): Promise<boolean> {
  const keepAlive = setInterval(() => {}, 2 ** 30)
  const never = new Promise<boolean>(() => {})
  const clean = await Promise.race([asked.then(() => true), databaseEnded?.then(() => false) ?? never])
  clearInterval(keepAlive)
  if (!clean)
    process.stderr.write(
      'lanong: the database ended unexpectedly; stopping. Start again: nothing acknowledged is lost. [database.ended]\n',
    )
  await program.stop()
  return clean
}

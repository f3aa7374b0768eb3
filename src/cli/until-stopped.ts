import type { RunningProgram } from '#app/start.ts'

/** Waits for Ctrl-C or SIGTERM, then stops in order. False when the program had to end by itself. */
export async function untilStopped(program: RunningProgram, databaseEnded?: Promise<void>): Promise<boolean> {
  let stopping = false
  const asked = new Promise<boolean>((settle) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => settle(true))
  })
  const broken = databaseEnded?.then(() => !stopping && false) ?? new Promise<boolean>(() => {})
  const keepAlive = setInterval(() => {}, 2 ** 30)
  const clean = await Promise.race([asked, broken])
  stopping = true
  clearInterval(keepAlive)
  if (!clean)
    process.stderr.write(
      'lanong: the database ended unexpectedly; stopping. Start again: nothing acknowledged is lost. [database.ended]\n',
    )
  await program.stop()
  return clean
}

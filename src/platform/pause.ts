import { pause } from '#kernel/steps.ts'

export { pause }

const longestMs = 15
let lastPause = 0

/** Between many short pieces of work: a pause, when there has been none for a while. */
export async function breathe(): Promise<void> {
  if (performance.now() - lastPause < longestMs) return
  await pause()
  lastPause = performance.now()
}

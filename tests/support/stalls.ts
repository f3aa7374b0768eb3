/** Watches how long the event loop of this process works without a break. */
export interface StallWatch {
  /** Ends it and tells the longest piece of work, in milliseconds of processor time. */
  end(): Promise<number>
}

const everyMs = 2

/**
 * Counts the processor time of this thread between two turns of a timer: what a busy machine adds to the wall's time is
 * not in it, nor are other threads.
 */
export function watchStalls(): StallWatch {
  const spent = () => {
    const { user, system } = process.threadCpuUsage()
    return (user + system) / 1000
  }
  let before = spent()
  let longest = 0
  const look = () => {
    const now = spent()
    longest = Math.max(longest, now - before)
    before = now
  }
  const timer = setInterval(look, everyMs)
  return {
    async end() {
      // The last piece is seen by the next turn.
      await new Promise((resume) => setTimeout(resume, 2 * everyMs))
      clearInterval(timer)
      look()
      return longest
    },
  }
}

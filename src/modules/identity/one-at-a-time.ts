const lines = new Map<string, { waiting: number; last: Promise<unknown> }>()

/**
 * Runs the works of one key one after the other, so that parallel guesses at one password are counted
 * before the next is tried. Per process: several processes let through one guess more each.
 *
 * @returns undefined when already `atMost` works wait
 */
export function oneAtATime<T>(key: string, atMost: number, work: () => Promise<T>): Promise<T> | undefined {
  const line = lines.get(key) ?? { waiting: 0, last: Promise.resolve() }
  if (line.waiting >= atMost) return undefined
  line.waiting += 1
  const mine = line.last.then(work)
  line.last = mine
    .catch(() => {})
    .finally(() => {
      line.waiting -= 1
      if (line.waiting === 0) lines.delete(key)
    })
  lines.set(key, line)
  return mine
}

/** A source of numbers that gives the same ones for the same words. */
export interface Random {
  /** From 0, below 1. */
  next(): number
  /** Whole number, both ends included. */
  between(from: number, to: number): number
  pick<T>(from: readonly T[]): T
  weighted<T extends { readonly weight: number }>(from: readonly T[]): T
  chance(share: number): boolean
}

function seedOf(words: readonly (string | number)[]): number {
  let hash = 2166136261
  for (const char of words.join(' ')) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 16777619)
  return hash >>> 0
}

/** Numbers by mulberry32; good enough to invent people, not for secrets. */
export function randomFrom(...words: readonly (string | number)[]): Random {
  let state = seedOf(words)
  const next = () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
  const at = <T>(list: readonly T[], index: number): T => {
    if (list.length === 0) throw new RangeError('nothing to pick from')
    return list[Math.min(index, list.length - 1)] as T
  }
  return {
    next,
    between: (from, to) => from + Math.floor(next() * (to - from + 1)),
    pick: (from) => at(from, Math.floor(next() * from.length)),
    weighted(from) {
      let rest = next() * from.reduce((sum, one) => sum + one.weight, 0)
      const index = from.findIndex((one) => {
        rest -= one.weight
        return rest < 0
      })
      return at(from, index < 0 ? from.length : index)
    },
    chance: (share) => next() < share,
  }
}

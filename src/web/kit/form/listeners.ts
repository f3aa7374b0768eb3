import type { Key } from '#fhir/sdc/types.ts'

type Listener = () => void

/** Who watches which place. A number per place grows with each change, so that a watcher knows whether to draw. */
export class Listeners {
  private readonly at = new Map<Key, Set<Listener>>()
  private readonly everywhere = new Set<Listener>()
  private readonly counts = new Map<Key, number>()
  private total = 0

  watch(key: Key, listener: Listener): () => void {
    const there = this.at.get(key) ?? new Set()
    this.at.set(key, there.add(listener))
    return () => {
      there.delete(listener)
      if (there.size === 0 && this.at.get(key) === there) this.at.delete(key)
    }
  }

  watchAll(listener: Listener): () => void {
    this.everywhere.add(listener)
    return () => {
      this.everywhere.delete(listener)
    }
  }

  countAt(key: Key): number {
    return this.counts.get(key) ?? 0
  }

  get countAll(): number {
    return this.total
  }

  /** How it stands now, to ask later what changed since. */
  mark(): ReadonlyMap<Key, number> {
    return new Map(this.counts)
  }

  changedSince(mark: ReadonlyMap<Key, number>, key: Key): boolean {
    return this.countAt(key) !== (mark.get(key) ?? 0)
  }

  tell(keys: readonly Key[]): void {
    this.total += 1
    for (const key of new Set(keys)) {
      this.counts.set(key, this.countAt(key) + 1)
      for (const listener of this.at.get(key) ?? []) listener()
    }
    for (const listener of this.everywhere) listener()
  }
}

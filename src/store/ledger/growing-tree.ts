import { emptyRoot, nodeHash } from './merkle.ts'

/** A tree that grows leaf by leaf and keeps only its peaks, so that a long ledger needs no room. */
export class GrowingTree {
  #size = 0
  /** Complete subtrees, largest first. */
  readonly #peaks: { readonly level: number; readonly hash: Buffer }[] = []

  get size(): number {
    return this.#size
  }

  add(leafHash: Buffer): void {
    let hash = leafHash
    let level = 0
    for (let last = this.#peaks.at(-1); last?.level === level; last = this.#peaks.at(-1)) {
      hash = nodeHash(last.hash, hash)
      level += 1
      this.#peaks.pop()
    }
    this.#peaks.push({ level, hash })
    this.#size += 1
  }

  root(): Buffer {
    const [last, ...rest] = [...this.#peaks].reverse()
    if (!last) return emptyRoot
    return rest.reduce((right, { hash }) => nodeHash(hash, right), last.hash)
  }
}

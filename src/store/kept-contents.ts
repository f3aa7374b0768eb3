/** The current version of a resource as it was read or written last. */
export interface Kept {
  readonly version: number
  readonly recordedAt: Date
  readonly content: Buffer
  readonly patient: string | undefined
}

/** Of one half; both together hold twice as much. */
const mostBytes = 24 * 1024 * 1024
const longest = 128 * 1024
/** What an entry takes beside its bytes. */
const overhead = 400

/**
 * The contents that were used lately. They are never shown before the database has said that the version is the current
 * one (`store_seen_again`), so that other processes may write. When the new half is full it becomes the old one, and what
 * was in the old one and not asked for since is forgotten.
 */
export class KeptContents {
  #new = new Map<string, Kept>()
  #old = new Map<string, Kept>()
  #bytes = 0

  get(key: string): Kept | undefined {
    const found = this.#new.get(key)
    if (found) return found
    const older = this.#old.get(key)
    if (older) this.keep(key, older)
    return older
  }

  keep(key: string, one: Kept): void {
    this.drop(key)
    if (one.content.length > longest) return
    if (this.#bytes > mostBytes) {
      this.#old = this.#new
      this.#new = new Map()
      this.#bytes = 0
    }
    this.#new.set(key, one)
    this.#bytes += one.content.length + overhead
  }

  drop(key: string): void {
    this.#old.delete(key)
    const found = this.#new.get(key)
    if (!found) return
    this.#new.delete(key)
    this.#bytes -= found.content.length + overhead
  }
}

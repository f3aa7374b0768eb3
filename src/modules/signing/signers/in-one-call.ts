import type { OpenKey, Signer } from './signer.ts'

interface Asked {
  readonly bytes: Buffer
  readonly resolve: (signature: Buffer) => void
  readonly reject: (reason: unknown) => void
}

/** Holds back what is to be signed until everyone who will ask has asked. */
class Gathering {
  readonly #key: OpenKey
  readonly #asked: Asked[] = []
  #awaited: number

  constructor(key: OpenKey, awaited: number) {
    this.#key = key
    this.#awaited = awaited
  }

  async run<T>(work: (signer: Signer) => Promise<T>): Promise<T> {
    let hasAsked = false
    const sign = (bytes: Buffer) => {
      hasAsked = true
      return new Promise<Buffer>((resolve, reject) => this.#ask({ bytes, resolve, reject }))
    }
    try {
      return await work({ certificate: this.#key.certificate, chain: this.#key.chain, sign })
    } finally {
      if (!hasAsked) this.#expectOneLess()
    }
  }

  #ask(asked: Asked): void {
    this.#asked.push(asked)
    if (this.#asked.length === this.#awaited) void this.#signAll()
  }

  #expectOneLess(): void {
    this.#awaited -= 1
    if (this.#asked.length > 0 && this.#asked.length === this.#awaited) void this.#signAll()
  }

  async #signAll(): Promise<void> {
    const asked = this.#asked.splice(0)
    this.#awaited = 0
    try {
      const outcomes = await this.#key.signAll(asked.map(({ bytes }) => bytes))
      asked.forEach(({ resolve, reject }, index) => {
        const outcome = outcomes[index]
        if (outcome?.status === 'fulfilled') resolve(outcome.value)
        else reject(outcome?.reason ?? new RangeError('a key left out a signature'))
      })
    } catch (reason) {
      for (const { reject } of asked) reject(reason)
    }
  }
}

/**
 * Runs pieces of work that each sign once, and signs all of them in one call of the key, since an authentication of a
 * remote service is bound to the hashes of the whole batch. Work that fails before it signs is not waited for.
 */
export function inOneCall<T>(
  key: OpenKey,
  work: readonly ((signer: Signer) => Promise<T>)[],
): Promise<PromiseSettledResult<T>[]> {
  const gathering = new Gathering(key, work.length)
  return Promise.allSettled(work.map((one) => gathering.run(one)))
}

/** A signer for a signature that stands alone. */
export const asSigner = (key: OpenKey): Signer => ({
  certificate: key.certificate,
  chain: key.chain,
  async sign(bytes) {
    const [outcome] = await key.signAll([bytes])
    if (outcome?.status === 'fulfilled') return outcome.value
    throw outcome?.reason ?? new RangeError('a key left out a signature')
  },
})

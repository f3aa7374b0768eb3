import { createHash, randomBytes, randomInt, timingSafeEqual } from 'node:crypto'
import type { Subscriber } from './subscribers.ts'

/** A refusal as the protocol words it (CSC API v2 §11.6, §11.8, §11.10). */
export class Refused extends Error {
  readonly error: string
  readonly status: number

  constructor(error: string, description: string, status = 400) {
    super(description)
    this.error = error
    this.status = status
  }
}

const codeSeconds = 180
const activationSeconds = 300
const mostFailures = 5

interface Activation {
  readonly credentialId: string
  readonly hashes: ReadonlySet<string>
  readonly until: number
}

interface Pending extends Activation {
  answer: 'waiting' | 'approved' | 'refused'
}

interface Asked {
  readonly subscriber: Subscriber
  readonly pin: string | undefined
  readonly code: string | undefined
  readonly hashes: readonly string[]
}

const same = (a: string, b: string): boolean =>
  timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest())

/** Guards the keys: PIN and code, each code once, lock after wrong tries, activation bound to hashes and used once. */
export class ActivationModule {
  readonly #now: () => number
  readonly #codes = new Map<string, { readonly code: string; readonly until: number }>()
  readonly #failures = new Map<string, number>()
  readonly #activations = new Map<string, Activation>()
  readonly #pending = new Map<string, Pending>()

  constructor(now: () => number) {
    this.#now = now
  }

  /** A new code for a subscriber; the one before it is void. */
  newCode({ credentialId }: Subscriber): string {
    const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
    this.#codes.set(credentialId, { code, until: this.#now() + codeSeconds * 1000 })
    return code
  }

  #isProven({ subscriber, pin, code }: Asked): boolean {
    const known = this.#codes.get(subscriber.credentialId)
    this.#codes.delete(subscriber.credentialId)
    const isPin = same(pin ?? '', subscriber.pin)
    if (subscriber.approval !== 'code') return isPin
    return isPin && known !== undefined && known.until > this.#now() && same(code ?? '', known.code)
  }

  /** The activation data, or the handle of a question that the app has still to answer. */
  authorize(asked: Asked): { readonly SAD: string } | { readonly handle: string } {
    const { credentialId, approval } = asked.subscriber
    const failures = this.#failures.get(credentialId) ?? 0
    if (failures >= mostFailures) throw new Refused('invalid_request', 'Credential locked')
    if (!this.#isProven(asked)) {
      this.#failures.set(credentialId, failures + 1)
      throw new Refused('invalid_authentication_data', 'The authentication data is invalid')
    }
    this.#failures.delete(credentialId)
    const activation = {
      credentialId,
      hashes: new Set(asked.hashes),
      until: this.#now() + activationSeconds * 1000,
    }
    if (approval !== 'app') return { SAD: this.#activate(activation) }
    const handle = randomBytes(16).toString('hex')
    this.#pending.set(handle, { ...activation, answer: 'waiting' })
    return { handle }
  }

  #activate(activation: Activation): string {
    const SAD = randomBytes(32).toString('base64url')
    this.#activations.set(SAD, activation)
    return SAD
  }

  /** What the subscriber taps in the app; `true` says yes to everything that waits. */
  answerApp(credentialId: string, isYes: boolean): number {
    const waiting = [...this.#pending.values()].filter(
      (one) => one.credentialId === credentialId && one.answer === 'waiting',
    )
    for (const one of waiting) one.answer = isYes ? 'approved' : 'refused'
    return waiting.length
  }

  check(handle: string): { readonly SAD: string } | { readonly handle: string } {
    const pending = this.#pending.get(handle)
    if (!pending || pending.until < this.#now()) throw new Refused('invalid_request', 'Invalid parameter handle')
    if (pending.answer === 'waiting') return { handle }
    this.#pending.delete(handle)
    if (pending.answer === 'refused') throw new Refused('access_denied', 'The user refused')
    return { SAD: this.#activate(pending) }
  }

  /** Takes an activation for these hashes; it serves once. */
  spend(SAD: string, credentialId: string, hashes: readonly string[]): void {
    const activation = this.#activations.get(SAD)
    if (activation?.credentialId !== credentialId) throw new Refused('invalid_request', 'Invalid parameter SAD')
    if (activation.until < this.#now()) throw new Refused('invalid_request', 'SAD expired')
    if (hashes.some((hash) => !activation.hashes.has(hash)))
      throw new Refused('invalid_request', 'Hash is not authorized by the SAD')
    this.#activations.delete(SAD)
  }
}

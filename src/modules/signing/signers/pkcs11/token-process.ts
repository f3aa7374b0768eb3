import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { TokenAnswer, TokenCertificate, TokenDone, TokenFault, TokenTask } from './messages.ts'

export class TokenRefusal extends Error {
  readonly fault: TokenFault

  constructor(fault: TokenFault) {
    super(fault)
    this.fault = fault
  }
}

interface Waiting {
  resolve(answer: TokenAnswer): void
  reject(error: Error): void
}

const script = join(import.meta.dirname, 'child.ts')
const patienceMs = 30_000

/** The process with the vendor's library. It is started when it is needed, and again when it has ended. */
export class TokenProcess {
  readonly #module: string
  #child: ChildProcess | undefined
  readonly #waiting = new Map<number, Waiting>()
  #given = 0
  #turn: Promise<unknown> = Promise.resolve()

  constructor(module: string) {
    this.#module = module
  }

  #start(): ChildProcess {
    const child = fork(script, [this.#module], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    child.on('message', (answer: TokenAnswer) => {
      this.#waiting.get(answer.id)?.resolve(answer)
      this.#waiting.delete(answer.id)
    })
    child.on('exit', () => {
      if (this.#child === child) this.#child = undefined
      for (const one of this.#waiting.values()) one.reject(new TokenRefusal('token-gone'))
      this.#waiting.clear()
    })
    child.unref()
    child.channel?.unref()
    return child
  }

  async #ask(task: TokenTask): Promise<TokenDone> {
    const child = this.#child ?? this.#start()
    this.#child = child
    const id = ++this.#given
    const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
    try {
      const answer = await new Promise<TokenAnswer>((resolve, reject) => {
        this.#waiting.set(id, { resolve, reject })
        child.send({ id, task })
      })
      if ('fault' in answer) {
        // Many libraries know a token that was plugged in again only after a new start.
        if (answer.fault === 'token-gone') this.stop()
        throw new TokenRefusal(answer.fault)
      }
      return answer
    } finally {
      clearTimeout(timer)
    }
  }

  /** One after the other: a login on a token holds for everything that uses the library. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work, work)
    this.#turn = done.catch(() => undefined)
    return done
  }

  list(): Promise<readonly TokenCertificate[]> {
    return this.#alone(async () => (await this.#ask({ kind: 'list' })).certificates ?? [])
  }

  /** Logs in, signs each of `contents` until one fails, logs out. Throws when the login fails. */
  signAll(
    at: { readonly token: string; readonly key: string },
    pin: string,
    contents: readonly Buffer[],
  ): Promise<PromiseSettledResult<Buffer>[]> {
    return this.#alone(async () => {
      await this.#ask({ kind: 'open', ...at, pin })
      try {
        return await this.#signEach(contents)
      } finally {
        if (this.#child) await this.#ask({ kind: 'close' }).catch(() => undefined)
      }
    })
  }

  async #signEach(contents: readonly Buffer[]): Promise<PromiseSettledResult<Buffer>[]> {
    const outcomes: PromiseSettledResult<Buffer>[] = []
    let reason: unknown
    for (let index = 0; index < contents.length; index++) {
      if (reason === undefined)
        try {
          const { signature } = await this.#ask({ kind: 'sign', content: contents[index] ?? Buffer.alloc(0) })
          outcomes.push({ status: 'fulfilled', value: Buffer.from(signature ?? []) })
          continue
        } catch (error) {
          reason = error
        }
      outcomes.push({ status: 'rejected', reason })
    }
    return outcomes
  }

  /** Ends the process; the next task starts another. */
  stop(): void {
    this.#child?.kill('SIGKILL')
    this.#child = undefined
  }
}

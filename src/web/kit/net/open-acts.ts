import { type Act, newAct } from './api.ts'
import { toApiError } from './api-error.ts'

/** What stands before the server says so when it finds nobody behind it. */
const noAnswer = new Set([502, 504])

/** Whether the server may have done what it was asked: no answer came back. */
export function isUnanswered(thrown: unknown): boolean {
  const { offline, status } = toApiError(thrown)
  return offline || noAnswer.has(status)
}

/**
 * Writes whose answer has not come keep their act: the same write again is the same act, so that one whose answer was
 * lost is not done twice, and not refused because of what it did itself.
 */
export class OpenActs {
  private readonly acts = new Map<string, Act>()

  async run<T>(write: string, send: (act: Act) => Promise<T>): Promise<T> {
    const act = this.acts.get(write) ?? newAct()
    this.acts.set(write, act)
    try {
      const answer = await send(act)
      this.acts.delete(write)
      return answer
    } catch (thrown) {
      if (!isUnanswered(thrown)) this.acts.delete(write)
      throw thrown
    }
  }
}

/**
 * Writes that build on each other, each with the version that the former answered. One whose answer was lost is sent once
 * more as it was before the next one goes.
 */
export class WritesInTurn<Body, Answer> {
  private readonly acts = new OpenActs()
  private open: Body | undefined = undefined
  private readonly send: (body: Body, act: Act) => Promise<Answer>
  private readonly answered: (answer: Answer, body: Body) => void

  constructor(send: (body: Body, act: Act) => Promise<Answer>, answered: (answer: Answer, body: Body) => void) {
    this.send = send
    this.answered = answered
  }

  /** Learns what became of a write that got no answer. */
  async settle(): Promise<void> {
    if (this.open !== undefined) await this.write(this.open)
  }

  async write(body: Body): Promise<Answer> {
    this.open = body
    try {
      const answer = await this.acts.run(JSON.stringify(body), (act) => this.send(body, act))
      this.open = undefined
      this.answered(answer, body)
      return answer
    } catch (thrown) {
      if (!isUnanswered(thrown)) this.open = undefined
      throw thrown
    }
  }
}

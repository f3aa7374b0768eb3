/** Something that reads what comes from outside, with good inputs to begin from. */
export interface Parser {
  readonly name: string
  readonly samples: readonly Buffer[]
  /** Reads the input; may refuse it with an error that has a code. */
  read(input: Buffer): unknown
  /** The error without a code that it refuses by; its callers give it one. */
  readonly refusesBy?: 'Error' | 'SyntaxError' | 'ScimError'
  /** Its coded refusals are faults: what it reads was written by this program, and comes back from a disk. */
  readonly faults?: true
  /** So many times fewer inputs: each costs files or pictures. */
  readonly costs?: number
}

export const texts = (...given: readonly string[]) => given.map((text) => Buffer.from(text))

export const asText = (read: (input: string) => unknown) => (input: Buffer) => read(input.toString('utf8'))

import type { Config } from '#platform/config.ts'
import type { Progress } from './progress.ts'

/** What a command was given on its line. */
export interface CommandLine {
  readonly config: Config
  readonly words: readonly string[]
  readonly options: Readonly<Record<string, string | boolean | undefined>>
  /** `--json`: one JSON value on stdout, nothing else. */
  readonly json: boolean
  readonly progress: Progress
  /** A line for people; silent under --json. */
  say(line: string): void
}

export interface Command {
  /** `import <file-or-folder>` */
  readonly usage: string
  readonly summary: string
  readonly options?: Readonly<Record<string, { readonly type: 'string' | 'boolean'; readonly summary: string }>>
  /** Does the work; the value is printed under --json; returns whether all went well. */
  run(line: CommandLine): Promise<{ readonly ok: boolean; readonly value?: unknown }>
}

import { type ChildProcess, fork } from 'node:child_process'
import { constants, setPriority } from 'node:os'
import { join } from 'node:path'
import type { PageReading } from './read-page.ts'

export interface ReadRequest {
  /** With the first page. */
  readonly pdf?: Uint8Array
  readonly page: number
}
export type ReadAnswer =
  | { readonly page: number; readonly reading: PageReading }
  | { readonly page: number; readonly fault: string }

export interface Reader {
  /** Never throws: a page that cannot be read is failed, and the next is read by a new process. */
  read(page: number): Promise<PageReading>
  close(): void
}

const script = join(import.meta.dirname, 'child.ts')
/** Four ways up, each ten seconds on a busy machine, three times over. */
const usualPatienceMs = 120_000
const failed: PageReading = { state: 'failed', text: '', confidence: 0, turned: 0 }

/** Reads the pages of one file in a process of its own, behind the work of people. */
export function openReader(pdf: Buffer, patienceMs = usualPatienceMs): Reader {
  let child: ChildProcess | undefined
  const started = (): ChildProcess => {
    const made = fork(script, [], {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
      execArgv: ['--max-old-space-size=512', '--disable-warning=ExperimentalWarning'],
    })
    if (made.pid) setPriority(made.pid, constants.priority.PRIORITY_BELOW_NORMAL)
    return made
  }
  return {
    read(page) {
      const first = !child?.connected
      const asked = child?.connected ? child : started()
      child = asked
      return new Promise((resolve) => {
        const finish = (answer: ReadAnswer | undefined) => {
          clearTimeout(timer)
          asked.removeAllListeners('message').removeAllListeners('exit')
          resolve(answer && 'reading' in answer ? answer.reading : failed)
        }
        const timer = setTimeout(() => {
          asked.kill('SIGKILL')
          child = undefined
          finish(undefined)
        }, patienceMs)
        asked.on('message', (answer: ReadAnswer) => finish(answer))
        asked.on('exit', () => finish(undefined))
        asked.send(first ? { pdf, page } : { page })
      })
    },
    close: () => child?.kill('SIGKILL'),
  }
}

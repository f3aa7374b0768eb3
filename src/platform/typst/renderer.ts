import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import { defineErrors } from '#kernel/app-error.ts'
import { isTraining } from '../training.ts'
import type { BindJob, RenderAnswer, Rendered, RenderJob, StampJob, Task } from './job.ts'

export const renderErrors = defineErrors('render', {
  template: { category: 'fault', text: 'The paper {template} could not be laid out: {reason}.' },
  away: { category: 'unavailable', text: 'The printing engine stopped. Try again.' },
})

export interface Renderer {
  render(job: RenderJob): Promise<Rendered>
  /** Draws a mark over every page of a file. */
  stamp(job: StampJob): Promise<Rendered>
  /** Binds files behind a front. */
  bind(job: BindJob): Promise<Rendered>
  close(): void
}

interface Waiting {
  readonly template: string
  resolve(rendered: Rendered): void
  reject(error: Error): void
  readonly timer: NodeJS.Timeout
}

interface Child {
  readonly process: ChildProcess
  readonly waiting: Map<number, Waiting>
  given: number
}

const script = join(import.meta.dirname, 'child.ts')
const patienceMs = 30_000

function settle(child: Child, answer: RenderAnswer): void {
  const entry = child.waiting.get(answer.id)
  if (!entry) return
  child.waiting.delete(answer.id)
  clearTimeout(entry.timer)
  if ('fault' in answer) entry.reject(renderErrors.template({ template: entry.template, reason: answer.fault }))
  else entry.resolve({ pdf: Buffer.from(answer.pdf), marks: answer.marks })
}

/** A child learns when it starts that every paper is one for training. */
const wordsOf = (folder: string) => [folder, ...(isTraining() ? ['training'] : [])]

function start(folder: string): Child {
  const child: Child = {
    process: fork(script, wordsOf(folder), {
      serialization: 'advanced',
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    }),
    waiting: new Map(),
    given: 0,
  }
  child.process.on('message', (answer: RenderAnswer) => {
    settle(child, answer)
    rest(child)
  })
  child.process.on('exit', () => {
    for (const entry of child.waiting.values()) {
      clearTimeout(entry.timer)
      entry.reject(renderErrors.away())
    }
    child.waiting.clear()
  })
  rest(child)
  return child
}

/** A child without work does not keep the server's process alive. */
function rest(child: Child): void {
  if (child.waiting.size > 0) return
  child.process.unref()
  child.process.channel?.unref()
}

const templateOf = (task: Task): string =>
  task.kind === 'render'
    ? task.job.template
    : task.kind === 'stamp'
      ? task.job.mark.template
      : task.job.front.template

function give(child: Child, task: Task): Promise<Rendered> {
  const id = child.given++
  child.process.ref()
  child.process.channel?.ref()
  return new Promise<Rendered>((resolve, reject) => {
    const timer = setTimeout(() => child.process.kill('SIGKILL'), patienceMs)
    child.waiting.set(id, { template: templateOf(task), resolve, reject, timer })
    child.process.send({ id, task })
  })
}

/**
 * Renders in a child process that is replaced after a number of documents: the engine gives memory
 * back only with its process (about 0.13 MB a document).
 */
export function createRenderer(folder: string, documentsPerChild = 1000): Renderer {
  let current: Child | undefined
  const retire = (child: Child) => {
    if (child.waiting.size === 0) child.process.disconnect()
    else child.process.on('message', () => child.waiting.size === 0 && child.process.disconnect())
  }
  const child = (): Child => {
    if (current?.process.connected && current.given < documentsPerChild) return current
    if (current?.process.connected) retire(current)
    current = start(folder)
    return current
  }
  return {
    render: (job) => give(child(), { kind: 'render', job }),
    stamp: (job) => give(child(), { kind: 'stamp', job }),
    bind: (job) => give(child(), { kind: 'bind', job }),
    close: () => current?.process.connected && current.process.disconnect(),
  }
}

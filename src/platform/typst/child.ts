import { bindPdf } from '../pdf/bind.ts'
import { pageCount, stampPages } from '../pdf/stamp.ts'
import { openCompiler, reasonOf } from './compiler.ts'
import type { BindJob, Mark, RenderAnswer, RenderJob, RenderRequest, StampJob, Task } from './job.ts'

/** The process that renders: it does nothing else, so that its leak of memory ends with it. */
const render = openCompiler(process.argv[2] ?? '.', process.argv[3] === 'training')

type Made = { readonly pdf: Uint8Array; readonly marks: readonly Mark[] }

/** The job with more for its template to read. */
const telling = (job: RenderJob, more: object): RenderJob => ({
  ...job,
  data: { ...(job.data as object), ...more },
})

const bytesOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

function stamp({ pdf, mark }: StampJob): Made {
  const bytes = bytesOf(pdf)
  const marks = render(telling(mark, { pages: pageCount(bytes) }))
  return { pdf: stampPages(bytes, bytesOf(marks.pdf)), marks: [] }
}

function bind({ front, frontTitle, parts, mark }: BindJob): Made {
  const files = parts.map((part) => ({ title: part.title, pdf: bytesOf(part.pdf) }))
  const pages = files.map((file) => pageCount(file.pdf))
  const first = bytesOf(render(telling(front, { pageCounts: pages })).pdf)
  const all = pageCount(first) + pages.reduce((sum, one) => sum + one, 0)
  return { pdf: bindPdf(first, frontTitle, files, bytesOf(render(telling(mark, { pages: all })).pdf)), marks: [] }
}

function perform(task: Task): Made {
  if (task.kind === 'stamp') return stamp(task.job)
  return task.kind === 'bind' ? bind(task.job) : render(task.job)
}

function answer({ id, task }: RenderRequest): RenderAnswer {
  try {
    return { id, ...perform(task) }
  } catch (error) {
    return { id, fault: reasonOf(error) }
  }
}

process.on('message', (request: RenderRequest) => process.send?.(answer(request)))
// The server is gone, even by kill -9: nothing to render for any more.
process.on('disconnect', () => process.exit(0))
process.on('SIGINT', () => undefined)

import { openCompiler, reasonOf } from './compiler.ts'
import type { RenderAnswer, RenderRequest } from './job.ts'

/** The process that renders: it does nothing else, so that its leak of memory ends with it. */
const render = openCompiler(process.argv[2] ?? '.')

function answer(request: RenderRequest): RenderAnswer {
  try {
    return { id: request.id, ...render({ ...request, at: new Date(request.at) }) }
  } catch (error) {
    return { id: request.id, fault: reasonOf(error) }
  }
}

process.on('message', (request: RenderRequest) => process.send?.(answer(request)))
// The server is gone, even by kill -9: nothing to render for any more.
process.on('disconnect', () => process.exit(0))
process.on('SIGINT', () => undefined)

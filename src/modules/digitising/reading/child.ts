import { type DrawnFile, openFile } from './draw-page.ts'
import { openEngine } from './engine.ts'
import { readPage } from './read-page.ts'
import type { ReadAnswer, ReadRequest } from './reader.ts'

/** The process that reads scans: what a hostile file does to it ends with it. */
const engine = openEngine()
let file: Promise<DrawnFile> | undefined

async function answer({ pdf, page }: ReadRequest): Promise<ReadAnswer> {
  try {
    if (pdf) file = openFile(pdf)
    if (!file) throw new Error('no file')
    const drawn = await (await file).page(page)
    return { page, reading: readPage(drawn, await engine) }
  } catch (error) {
    return { page, fault: error instanceof Error ? error.message.slice(0, 200) : 'unknown' }
  }
}

process.on('message', (request: ReadRequest) => void answer(request).then((told) => process.send?.(told)))
// The server is gone, even by kill -9: nothing to read for any more.
process.on('disconnect', () => process.exit(0))
process.on('SIGINT', () => undefined)

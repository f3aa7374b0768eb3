import { fold } from '#kernel/fold.ts'
import { keepRecognised } from '#modules/records/index.ts'
import type { Context } from '#platform/context.ts'
import { inTransaction } from '#platform/http/command.ts'
import type { Job } from '#platform/module.ts'
import { lockScan } from '../repository.ts'
import { keepPage, leaveLine, listPages, nextInLine, toTheEnd } from './pages.ts'
import { openReader, type Reader } from './reader.ts'

/** Pages of one scan before the next has its turn. */
const pagesATurn = 5
/** After this the job makes way, so that a server that is stopped need not wait; what is left is read at its next run. */
const runMs = 10_000

interface Way {
  readonly open?: (pdf: Buffer) => Reader
  readonly untilMs?: number
}

/** Reads scans that wait, a few pages of each in turn, until none waits or the time is over. */
export async function readScans(ctx: Context, { open = openReader, untilMs = runMs }: Way = {}): Promise<number> {
  const end = performance.now() + untilMs
  let pages = 0
  while (performance.now() < end) {
    const scan = await nextInLine(ctx)
    if (!scan) break
    const done = new Set((await listPages(ctx, scan.id)).map((one) => one.page))
    const left = Array.from({ length: scan.pages }, (_, at) => at + 1).filter((page) => !done.has(page))
    const turn = left.slice(0, pagesATurn)
    let read = 0
    const reader = open(await ctx.blobs.get(scan.clean))
    try {
      for (const page of turn) {
        if (read > 0 && performance.now() >= end) break
        await keepPage(ctx, scan.id, page, await reader.read(page))
        read++
      }
    } finally {
      reader.close()
    }
    pages += read
    if (read < left.length) await toTheEnd(ctx, scan.id)
    else await finish(ctx, scan.id)
  }
  return pages
}

async function finish(ctx: Context, id: string): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    await leaveLine(tx, id)
    await makeFound(tx, id)
  })
}

/** From now on a sealed scan's record is found by what stands in it. */
export async function makeFound(ctx: Context, id: string): Promise<void> {
  const scan = await lockScan(ctx, id)
  if (scan?.state !== 'sealed') return
  const pages = await listPages(ctx, id)
  const words = new Set(pages.flatMap(({ text }) => fold(text).split(/[^\p{L}\d/.-]+/u)))
  await keepRecognised(ctx, scan.encounter_id, id, [...words].filter((word) => /[\p{L}\d]{2}/u.test(word)).sort())
}

export const readingJob: Job = {
  name: 'words of scans',
  everySeconds: 5,
  async run(ctx) {
    const processed = await readScans(ctx)
    return { expected: processed, processed, failed: 0 }
  },
}

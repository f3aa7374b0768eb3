import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '#platform/context.ts'
import { isListed, listOf } from '#platform/outbound/listed.ts'
import { bulkErrors } from './errors.ts'
import { importFolder } from './job-folder.ts'

/** A file name without a path, in the folder for imports. */
const fileName = /^file:([\w][\w.-]{0,120})$/

/** Only what the administrator put or allowed is read: an address given by a client could lead anywhere. */
export async function checkSource(ctx: Context, url: string): Promise<void> {
  const name = fileName.exec(url)?.[1]
  if (name !== undefined) {
    const found = await stat(join(importFolder(ctx), name)).catch(() => undefined)
    if (!found?.isFile()) throw bulkErrors.noFile({ name })
    return
  }
  const address = URL.parse(url)
  if (!address || !isListed(address, listOf(ctx.config.bulkSources)))
    throw bulkErrors.source({ url: url.slice(0, 200) })
}
